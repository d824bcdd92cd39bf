import { excerpts } from '../excerpts.ts'
import { VisibleText } from '../ui/visible-text.tsx'

/** Beside the label of a field that was changed: the word, and what stood there. */
export function FormerValue({ text, now }: { text: string | null; now: string | null }) {
  const [former] = excerpts(text, now)
  return (
    <p className="text-12 text-ink-2">
      <b>changed</b>, was {former === null || former === '' ? 'empty' : <VisibleText text={former} />}
    </p>
  )
}
