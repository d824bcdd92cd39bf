import { CircleAlert, CircleX, Info, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import { toneText } from './badge.tsx'
import { Icon } from './icon.tsx'

export interface NoticeProps {
  tone?: 'plain' | 'wait' | 'bad'
  icon?: LucideIcon
  children: ReactNode
  /** A button at the end. */
  action?: ReactNode
}

const usual: Record<'plain' | 'wait' | 'bad', LucideIcon> = { plain: Info, wait: CircleAlert, bad: CircleX }
const grounds = { plain: 'bg-sunk', wait: 'bg-wait-soft', bad: 'bg-bad-soft' }

/** A few lines to know first, on a ground of their own. */
export function Notice({ tone = 'plain', icon, children, action }: NoticeProps) {
  return (
    <div className={classes('flex flex-wrap items-start gap-x-2 gap-y-2 rounded-md px-3 py-2 text-14', grounds[tone])}>
      <Icon of={icon ?? usual[tone]} className={classes('mt-[2.5px]', toneText[tone])} />
      <div className="min-w-0 flex-1 basis-48 text-ink">{children}</div>
      {action}
    </div>
  )
}

export interface ErrorNoticeProps {
  /** What happened. */
  title: string
  /** What did not happen, and what to do. */
  children?: ReactNode
  traceId?: string | undefined
  action?: ReactNode
}

/** What went wrong, in words, read out at once. */
export function ErrorNotice({ title, children, traceId, action }: ErrorNoticeProps) {
  return (
    <div role="alert">
      <Notice tone="bad" action={action}>
        <p className="font-strong text-bad">{title}</p>
        {children && <div className="text-ink-2">{children}</div>}
        {traceId && <p className="mt-1 break-all font-mono text-12 text-ink-3">trace {traceId}</p>}
      </Notice>
    </div>
  )
}
