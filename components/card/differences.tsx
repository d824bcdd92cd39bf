import type { CardDifference } from '#lib/faces/card-data.ts'
import { excerpts } from '../excerpts.ts'
import { VisibleText } from '../ui/visible-text.tsx'

export interface DifferencesProps {
  differences: CardDifference[]
  /** What the list is called. */
  label: string
}

/** Two inputs side by side, where they differ: before and after. */
export function Differences({ differences, label }: DifferencesProps) {
  return (
    <ul className="mt-1 grid gap-0.5 border-line-2 border-s-2 ps-2 text-12" aria-label={label}>
      {differences.map((difference) => (
        <Difference key={difference.path} {...difference} />
      ))}
    </ul>
  )
}

function Difference({ label, before, after }: CardDifference) {
  const [from, to] = excerpts(before, after)
  return (
    <li className="break-words">
      <VisibleText text={label} />: <Side text={from} gone />
      <span aria-hidden="true"> → </span>
      <span className="sr-only"> is now </span>
      <Side text={to} />
    </li>
  )
}

function Side({ text, gone = false }: { text: string | null; gone?: boolean }) {
  if (text === null) return <span className="text-ink-3">nothing</span>
  if (text === '') return <span className="text-ink-3">empty</span>
  return gone ? (
    <s>
      <VisibleText text={text} />
    </s>
  ) : (
    <VisibleText text={text} className="font-strong text-ink" />
  )
}
