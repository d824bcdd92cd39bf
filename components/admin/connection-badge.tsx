import { CirclePause, Plug } from 'lucide-react'
import { Badge } from '../ui/badge.tsx'

export interface ConnectionBadgeProps {
  title: string
  environment: string
  enabled: boolean
}

/** "Commerce · production"; a paused one says so. */
export function ConnectionBadge({ title, environment, enabled }: ConnectionBadgeProps) {
  return (
    <Badge tone={enabled ? 'plain' : 'wait'} icon={enabled ? Plug : CirclePause}>
      {title} · {environment}
      {!enabled && ' · paused'}
    </Badge>
  )
}
