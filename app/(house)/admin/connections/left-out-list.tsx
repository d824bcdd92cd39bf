import { VisibleText } from '#components/ui/visible-text.tsx'

/** What of a document was not taken, and why. */
export function LeftOutList({ items }: { items: readonly { operation: string; why: string }[] }) {
  if (items.length === 0) return <p className="text-ink-2">Nothing was left out.</p>
  return (
    <ul className="thin-scroll max-h-96 overflow-y-auto rounded-md border">
      {items.map(({ operation, why }) => (
        <li key={`${operation} ${why}`} className="grid gap-0.5 border-b px-3 py-2 last:border-b-0">
          <VisibleText text={operation} className="font-mono text-12" />
          <VisibleText text={why} className="text-ink-2" />
        </li>
      ))}
    </ul>
  )
}
