import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

/** A key to press. Not shown where there is no keyboard. `onPen`: on a signing button. */
export function Kbd({ children, onPen = false }: { children: ReactNode; onPen?: boolean }) {
  return (
    <kbd
      className={classes(
        'inline-grid h-[18px] min-w-[18px] place-items-center rounded-sm border px-1 font-mono text-12 leading-none pointer-coarse:hidden',
        onPen ? 'border-current/45 text-current' : 'border-line-2 text-ink-3',
      )}
    >
      {children}
    </kbd>
  )
}
