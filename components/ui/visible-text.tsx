import { classes } from '../classes.ts'
import { type MarkedGroup, markedGroups, type TextMark } from '../text-marks.ts'
import { type TextPart, visibleParts } from '../visible-text.ts'

export interface VisibleTextProps {
  text: string
  className?: string | undefined
  /** Stretches that differ, in order. */
  marks?: readonly TextMark[]
  /** What the marked words are: they came, or they went. */
  marked?: 'added' | 'removed'
}

const none: readonly TextMark[] = []

/** Text that others may have written: nothing in it can hide, move or pass for something else, and its direction is its own. */
export function VisibleText({ text, className, marks = none, marked = 'added' }: VisibleTextProps) {
  const parts = visibleParts(text)
  return (
    <span dir="auto" className={classes('whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:isolate]', className)}>
      {marks.length === 0
        ? shownParts(parts, 0)
        : markedGroups(parts, marks).map((group) => <Group key={group.at} {...group} as={marked} />)}
    </span>
  )
}

function Group({ at, marked, parts, as }: MarkedGroup & { as: 'added' | 'removed' }) {
  const shown = shownParts(parts, at)
  if (!marked) return shown
  return as === 'added' ? (
    <mark className="rounded-sm bg-mark box-decoration-clone font-strong text-ink">{shown}</mark>
  ) : (
    <del className="text-ink-3 decoration-from-font">{shown}</del>
  )
}

function shownParts(parts: readonly TextPart[], from: number) {
  let at = from
  return parts.map((part) => {
    const key = at
    at += part.text.length
    if (part.kind === 'text') return part.text
    return <Mark key={key} part={part} />
  })
}

/** The name is read out and shown on hover; `data-true` is what a copy takes (`TrueCopy`). */
function Mark({ part }: { part: Exclude<TextPart, { kind: 'text' }> }) {
  if (part.kind === 'look-alike') {
    return (
      <span title={part.name} className="bg-wait-soft text-wait underline decoration-wavy underline-offset-2">
        {part.text}
        <span className="sr-only" data-true="">
          {' '}
          ({part.name}){' '}
        </span>
      </span>
    )
  }
  return (
    <span
      dir="ltr"
      title={part.name}
      data-true={[...part.text].map((char) => (char.codePointAt(0) ?? 0).toString(16)).join(' ')}
      className="mx-px rounded-sm bg-wait-soft px-1 font-mono font-normal text-12 text-wait"
    >
      {part.shown}
      <span className="sr-only"> ({part.name}) </span>
    </span>
  )
}
