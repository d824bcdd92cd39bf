import { classes } from '../classes.ts'
import { visibleParts } from '../visible-text.ts'

/** Text that others may have written: nothing in it can hide, move or pass for something else, and its direction is its own. */
export function VisibleText({ text, className }: { text: string; className?: string | undefined }) {
  let at = 0
  return (
    <span dir="auto" className={classes('whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:isolate]', className)}>
      {visibleParts(text).map((part) => {
        const key = at
        at += part.text.length
        if (part.kind === 'text') return part.text
        if (part.kind === 'look-alike') {
          return (
            <span key={key} title={part.name} className="bg-wait-soft text-wait underline decoration-wavy underline-offset-2">
              {part.text}
              <span className="sr-only"> ({part.name}) </span>
            </span>
          )
        }
        return (
          <span
            key={key}
            dir="ltr"
            title={part.name}
            className="mx-px rounded-sm bg-wait-soft px-1 font-mono font-normal text-12 text-wait"
          >
            {part.shown}
            <span className="sr-only"> ({part.name}) </span>
          </span>
        )
      })}
    </span>
  )
}
