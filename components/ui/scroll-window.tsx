import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

export interface ScrollWindowProps {
  /** What is inside, for those who come to it by keyboard. */
  label: string
  className?: string | undefined
  children: ReactNode
}

/** A part that scrolls by itself, and so can be reached by keyboard. */
export function ScrollWindow({ label, className, children }: ScrollWindowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields, a section would be one landmark too many.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus, or it cannot be scrolled without a mouse.
    <div role="group" aria-label={label} tabIndex={0} className={classes('thin-scroll relative', className)}>
      {children}
    </div>
  )
}
