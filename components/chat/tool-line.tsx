import { Check, CircleX, Clock, LoaderCircle, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { classes } from '../classes.ts'
import { Icon } from '../ui/icon.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

export interface ToolLineProps {
  /** "Read order 1042 and its customer" */
  text: string
  status: 'running' | 'done' | 'failed' | 'waiting'
  /** How many actions stand behind it. */
  actions?: number
  href?: string
  /** Instead of their number: where it leads. */
  leadsTo?: string
}

const looks: Record<ToolLineProps['status'], { icon: LucideIcon; colour: string; word: string }> = {
  running: { icon: LoaderCircle, colour: 'text-ink-3 animate-spin', word: 'under way' },
  done: { icon: Check, colour: 'text-done', word: 'done' },
  failed: { icon: CircleX, colour: 'text-bad', word: 'failed' },
  waiting: { icon: Clock, colour: 'text-wait', word: 'waits' },
}

/** One line for what was done on the way. */
export function ToolLine({ text, status, actions = 1, href, leadsTo }: ToolLineProps) {
  const look = looks[status]
  const count = leadsTo ?? `${actions} action${actions === 1 ? '' : 's'}`
  return (
    <div className="flex gap-2 text-14 text-ink-2">
      <Icon of={look.icon} className={classes('mt-[2.5px]', look.colour)} />
      <span className="min-w-0">
        <span className="sr-only">{look.word}: </span>
        <VisibleText text={text} />
        {status === 'failed' && <span className="text-bad"> failed</span>}
        {' · '}
        {href ? (
          <Link href={href} className="quiet-link">
            {count}
          </Link>
        ) : (
          count
        )}
      </span>
    </div>
  )
}
