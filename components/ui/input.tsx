import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classes } from '../classes.ts'
import { Icon } from './icon.tsx'

const control =
  'w-full min-w-0 rounded-md border border-edge bg-surface text-14 text-ink transition-colors hover:border-ink-3 focus-visible:outline-offset-0 disabled:border-line-2 disabled:bg-sunk disabled:text-ink-3 aria-invalid:border-bad'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={classes(control, 'h-8 px-2.5 pointer-coarse:h-11', className)} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={classes(control, 'field-sizing-content max-h-80 min-h-16 resize-y px-2.5 py-1.5', className)} />
}

export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className="relative grid min-w-0">
      <select {...rest} className={classes(control, 'h-8 appearance-none truncate pr-8 pl-2.5 pointer-coarse:h-11', className)}>
        {children}
      </select>
      <Icon of={ChevronDown} size={14} className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3" />
    </span>
  )
}

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string
}

export function Checkbox({ label, className, ...rest }: CheckboxProps) {
  return (
    <label className={classes('inline-flex min-h-6 items-center gap-2', className)}>
      <input type="checkbox" {...rest} className="size-4 accent-pen" />
      {label}
    </label>
  )
}
