import type { LucideIcon } from 'lucide-react'
import { classes } from '../classes.ts'

export interface IconProps {
  of: LucideIcon
  size?: number
  className?: string
}

/** A drawing beside a word; the word says it, so it is hidden from screen readers. */
export function Icon({ of: Shape, size = 16, className }: IconProps) {
  return (
    <Shape aria-hidden size={size} strokeWidth={size < 15 ? 1.4 : 1.6} absoluteStrokeWidth className={classes('shrink-0', className)} />
  )
}
