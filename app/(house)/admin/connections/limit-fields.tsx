import { retryDefaults } from '#lib/core/attempt.ts'
import { TextField } from '../text-field.tsx'
import { type LimitName, type Limits, shownLimit } from './read-limits.ts'

const fields: { name: LimitName; label: string; help: string; imported?: true }[] = [
  { name: 'concurrency', label: 'Requests at once', help: 'Over all workers. Empty: no limit.' },
  { name: 'ratePerSecond', label: 'Requests a second', help: 'Over all workers; 0.5 is one in 2 seconds. Empty: no limit.' },
  {
    name: 'keyTtlHours',
    label: 'Hours that it keeps our keys',
    help: `After that a key protects from nothing. Empty: ${retryDefaults.keyTtlMs / 3_600_000}.`,
    imported: true,
  },
  {
    name: 'deadlineMs',
    label: 'Seconds for an answer',
    help: `Empty: ${retryDefaults.deadlineMs / 1000}, which is the most.`,
    imported: true,
  },
  {
    name: 'attempts',
    label: 'Attempts',
    help: `In all, where an operation says nothing else. Empty: ${retryDefaults.attempts}.`,
  },
]

interface LimitFieldsProps {
  limits: Limits
  /** Written by hand: the time for an answer and keys are its connector's own affair. */
  fixed?: boolean
  errorOf(path: string): string | null
}

/** The fields of a connection's limits; their errors come as `limits.<name>`. */
export function LimitFields({ limits, fixed = false, errorOf }: LimitFieldsProps) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {fields
        .filter(({ imported }) => !fixed || imported === undefined)
        .map(({ name, label, help }) => (
          <TextField
            key={name}
            label={label}
            name={name}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={shownLimit(limits, name)}
            help={help}
            error={errorOf(`limits.${name}`)}
            optional
          />
        ))}
    </div>
  )
}
