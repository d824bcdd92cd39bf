import { LoaderCircle } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps } from 'react'
import { classes } from '../classes.ts'
import { Icon } from './icon.tsx'

/** `sign`: the one thing that asks for a signature. `danger`: ends or takes something away. */
export type ButtonLook = 'plain' | 'sign' | 'bare' | 'danger'
export type ButtonSize = 'normal' | 'small'

const base =
  'inline-flex items-center justify-center gap-2 rounded-md border font-strong whitespace-nowrap select-none transition-colors disabled:opacity-50 disabled:cursor-default aria-disabled:cursor-default'

const looks: Record<ButtonLook, string> = {
  plain: 'border-line-2 bg-surface text-ink enabled:hover:bg-hover',
  sign: 'border-pen bg-pen text-on-pen enabled:hover:bg-pen-deep enabled:hover:border-pen-deep aria-disabled:border-line-2 aria-disabled:bg-sunk aria-disabled:text-ink-3 aria-disabled:enabled:hover:bg-sunk aria-disabled:enabled:hover:border-line-2',
  bare: 'border-transparent bg-transparent text-ink-2 enabled:hover:bg-sunk enabled:hover:text-ink',
  danger: 'border-line-2 bg-surface text-bad enabled:hover:bg-bad-soft',
}

const sizes: Record<ButtonSize, string> = {
  normal: 'min-h-8 px-3 text-14 pointer-coarse:min-h-11',
  small: 'min-h-6 px-2 text-12 pointer-coarse:min-h-9',
}

function buttonClasses(look: ButtonLook, size: ButtonSize, className?: string): string {
  return classes(base, looks[look], sizes[size], className)
}

export interface ButtonProps extends ComponentProps<'button'> {
  look?: ButtonLook
  size?: ButtonSize
  /** Under way: keeps its place and focus, shows that it works, takes no second press. */
  busy?: boolean
}

export function Button({ look = 'plain', size = 'normal', busy = false, className, children, ...rest }: ButtonProps) {
  const held = busy ? { 'aria-busy': true, onClick: (event: { preventDefault(): void }) => event.preventDefault() } : {}
  return (
    <button type="button" {...rest} {...held} className={buttonClasses(look, size, classes(busy && 'cursor-progress!', className))}>
      {busy && <Icon of={LoaderCircle} size={14} className="animate-spin" />}
      {children}
    </button>
  )
}

export interface ButtonLinkProps extends ComponentProps<typeof Link> {
  look?: ButtonLook
  size?: ButtonSize
}

export function ButtonLink({ look = 'plain', size = 'normal', className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={classes(buttonClasses(look, size, className), 'hover:bg-hover')} />
}

export interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does: read out, and shown on hover. */
  label: string
}

export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classes(
        'inline-grid size-8 place-items-center rounded-md text-ink-2 transition-colors enabled:hover:bg-sunk enabled:hover:text-ink disabled:opacity-50 pointer-coarse:size-11',
        className,
      )}
    >
      {children}
    </button>
  )
}
