import {
  Ban,
  Check,
  CircleDashed,
  CircleQuestionMark,
  CircleX,
  Clock,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  ShieldX,
  TimerOff,
  Undo2,
} from 'lucide-react'
import type { ActionStatus } from '#lib/core/index.ts'
import { statusWords } from '../status-words.ts'
import { Badge, type Tone } from './badge.tsx'

/** How each state of an action is drawn, everywhere; `statusWords` says how it is called. */
export const statusLooks: Readonly<Record<ActionStatus, { icon: LucideIcon; tone: Tone }>> = {
  requested: { icon: CircleDashed, tone: 'plain' },
  awaiting_approval: { icon: Clock, tone: 'wait' },
  queued: { icon: Hourglass, tone: 'plain' },
  running: { icon: LoaderCircle, tone: 'plain' },
  outcome_unknown: { icon: CircleQuestionMark, tone: 'wait' },
  succeeded: { icon: Check, tone: 'done' },
  failed: { icon: CircleX, tone: 'bad' },
  denied: { icon: ShieldX, tone: 'plain' },
  rejected: { icon: Ban, tone: 'plain' },
  expired: { icon: TimerOff, tone: 'plain' },
  cancelled: { icon: Undo2, tone: 'plain' },
}

export interface StatusChipProps {
  status: ActionStatus
  /** Instead of the usual word, such as "done, once". */
  word?: string
  /** On a sunk ground, where the plain chip would not be seen. */
  onSunk?: boolean
}

export function StatusChip({ status, word, onSunk = false }: StatusChipProps) {
  const look = statusLooks[status]
  return (
    <Badge
      tone={look.tone}
      icon={look.icon}
      turning={status === 'running'}
      {...(onSunk && look.tone === 'plain' ? { className: 'bg-surface!' } : {})}
    >
      {word ?? statusWords[status]}
    </Badge>
  )
}
