import { CirclePause, Plug, Unplug } from 'lucide-react'
import { Badge } from '../ui/badge.tsx'

export interface ConnectionBadgeProps {
  title: string
  environment: string
  enabled: boolean
  /** An admin holds its actions for a while. */
  paused?: boolean
}

/** "Commerce · production"; one that is switched off or paused says so. */
export function ConnectionBadge({ title, environment, enabled, paused = false }: ConnectionBadgeProps) {
  const icon = !enabled ? Unplug : paused ? CirclePause : Plug
  return (
    <Badge tone={enabled && !paused ? 'plain' : 'wait'} icon={icon}>
      {title} · {environment}
      {!enabled ? ' · switched off' : paused && ' · paused'}
    </Badge>
  )
}
