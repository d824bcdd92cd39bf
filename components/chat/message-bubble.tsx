import { VisibleText } from '../ui/visible-text.tsx'

/** What the person said. `sending`: not taken by the server yet. */
export function MessageBubble({ text, sending = false }: { text: string; sending?: boolean }) {
  return (
    <div
      className={`max-w-[85%] animate-arrive self-end rounded-xl rounded-ee-[3px] bg-sunk px-3.5 py-2.5 sm:max-w-[78%] ${sending ? 'text-ink-3' : ''}`}
    >
      <span className="sr-only">You: </span>
      <VisibleText text={text} />
    </div>
  )
}
