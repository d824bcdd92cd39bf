import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { Button, IconButton } from '#components/ui/button.tsx'
import { describedBy } from '#components/ui/field.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Input } from '#components/ui/input.tsx'

export interface Currency {
  code: string
  name: string
}

/** A rate as it is typed. */
export interface RateLine {
  code: string
  rate: string
}

interface RateLinesProps {
  /** The organisation's. */
  currency: string
  lines: RateLine[]
  currencies: Currency[]
  /** What is wrong with them together. */
  error: string | null
  /** What is wrong with one field. */
  errorAt(path: string): string | null
  onLines(lines: RateLine[]): void
}

/** One line for each rate, "1 USD = 0.92 EUR", with what is wrong with it below. */
export function RateLines({ currency, lines, currencies, error, errorAt, onLines }: RateLinesProps) {
  const id = useId()
  return (
    <fieldset className="grid gap-1.5" aria-describedby={describedBy(id, { help: true, error })}>
      <legend className="pb-1 font-strong">Rates</legend>
      <p id={`${id}-help`} className="text-12 text-ink-3">
        One unit of the other currency is so much in {currency}.
      </p>
      <datalist id={`${id}-codes`}>
        {currencies.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </datalist>
      {lines.map((line, index) => (
        <RateFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; its text is what is typed there.
          key={index}
          {...{ currency, line, index }}
          codes={`${id}-codes`}
          errors={{ code: errorAt(`rates.${index}.currency`), rate: errorAt(`rates.${index}.rate`) }}
          onLine={(next) => onLines(lines.with(index, next))}
          onAway={() => onLines(lines.toSpliced(index, 1))}
        />
      ))}
      {error !== null && (
        <p id={`${id}-error`} className="text-12 text-bad">
          {error}
        </p>
      )}
      <div>
        <Button size="small" onClick={() => onLines([...lines, { code: '', rate: '' }])}>
          <Icon of={Plus} size={13} />
          Add a rate
        </Button>
      </div>
    </fieldset>
  )
}

interface RateFieldsProps {
  currency: string
  line: RateLine
  index: number
  /** The id of the list of codes. */
  codes: string
  errors: { code: string | null; rate: string | null }
  onLine(line: RateLine): void
  onAway(): void
}

function RateFields({ currency, line, index, codes, errors, onLine, onAway }: RateFieldsProps) {
  const id = useId()
  const other = line.code.trim().toUpperCase() || `currency ${index + 1}`
  return (
    <div className="grid gap-1">
      <div className="grid grid-cols-[auto_5rem_auto_minmax(0,12rem)_auto_auto] items-center justify-start gap-x-2">
        <span aria-hidden="true">1</span>
        <Input
          aria-label={`Currency ${index + 1}`}
          value={line.code}
          list={codes}
          maxLength={3}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono uppercase"
          aria-invalid={errors.code !== null || undefined}
          aria-describedby={errors.code === null ? undefined : `${id}-code`}
          onChange={({ target }) => onLine({ ...line, code: target.value })}
        />
        <span aria-hidden="true">=</span>
        <Input
          aria-label={`What 1 ${other} is worth in ${currency}`}
          value={line.rate}
          inputMode="decimal"
          autoComplete="off"
          className="font-mono"
          aria-invalid={errors.rate !== null || undefined}
          aria-describedby={errors.rate === null ? undefined : `${id}-rate`}
          onChange={({ target }) => onLine({ ...line, rate: target.value })}
        />
        <span aria-hidden="true" className="font-mono text-ink-2">
          {currency}
        </span>
        <IconButton label={`Take the rate of ${other} away`} onClick={onAway}>
          <Icon of={X} />
        </IconButton>
      </div>
      {errors.code !== null && (
        <p id={`${id}-code`} className="text-12 text-bad">
          Currency: {errors.code}
        </p>
      )}
      {errors.rate !== null && (
        <p id={`${id}-rate`} className="text-12 text-bad">
          Rate: {errors.rate}
        </p>
      )}
    </div>
  )
}
