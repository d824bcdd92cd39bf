import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface FieldProps {
  /** The id of the control inside. Give the control `describedBy(id)` as its aria-describedby. */
  id: string
  label: string
  help?: string | undefined
  error?: string | null | undefined
  optional?: boolean
  /** Stands beside the label, and is no part of its name. */
  beside?: ReactNode
  children: ReactNode
}

/** The ids of what stands beside a field's label, its help and its error, for the control's aria-describedby. */
export function describedBy(
  id: string,
  { beside, help, error }: { beside?: unknown; help?: unknown; error?: unknown },
): string | undefined {
  const ids = [beside && `${id}-beside`, help && `${id}-help`, error && `${id}-error`].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

export function Field({ id, label, help, error, optional = false, beside, children }: FieldProps) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <label htmlFor={id} className="flex flex-wrap items-baseline gap-x-2 font-strong text-14">
          <span>{label}</span>
          {optional && <span className="font-normal text-12 text-ink-3">optional</span>}
        </label>
        {beside && <div id={`${id}-beside`}>{beside}</div>}
      </div>
      {children}
      {help && (
        <p id={`${id}-help`} className="text-12 text-ink-3">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex gap-1 text-12 text-bad">
          <Icon of={CircleAlert} size={13} className="mt-[2.5px]" />
          {error}
        </p>
      )}
    </div>
  )
}
