import { CirclePause } from 'lucide-react'
import { Badge } from './badge.tsx'

/** Instead of the chip of a state: it would go on, and an admin holds it. */
export function PausedChip({ word = 'paused' }: { word?: string }) {
  return (
    <Badge tone="wait" icon={CirclePause}>
      {word}
    </Badge>
  )
}
