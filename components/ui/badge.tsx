import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import { Icon } from './icon.tsx'

export type Tone = 'plain' | 'pen' | 'done' | 'wait' | 'bad'

const tones: Record<Tone, string> = {
  plain: 'bg-sunk text-ink-2',
  pen: 'bg-pen-soft text-pen',
  done: 'bg-done-soft text-done',
  wait: 'bg-wait-soft text-wait',
  bad: 'bg-bad-soft text-bad',
}

export const toneText: Record<Tone, string> = {
  plain: 'text-ink-2',
  pen: 'text-pen',
  done: 'text-done',
  wait: 'text-wait',
  bad: 'text-bad',
}

export interface BadgeProps {
  tone?: Tone
  icon?: LucideIcon
  /** The icon turns: something is under way. */
  turning?: boolean
  children: ReactNode
  className?: string
}

/** A word with a colour; the word alone is enough. */
export function Badge({ tone = 'plain', icon, turning = false, children, className }: BadgeProps) {
  return (
    <span
      className={classes(
        'inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-sm px-1.5 text-12',
        tones[tone],
        className,
      )}
    >
      {icon && <Icon of={icon} size={13} className={classes(turning && 'animate-spin')} />}
      <span className="truncate">{children}</span>
    </span>
  )
}
