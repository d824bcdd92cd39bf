'use client'
import { useId, useState } from 'react'
import { Input, Select, Textarea } from '../ui/input.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { type GrantPattern, type GrantWay, isMoney, placeWords, textOf, wayOf, waysOf, wayWords } from './grant-form.ts'

/** One place of the input: what it may hold from now on. */
export function GrantPlace({ pattern, value }: { pattern: GrantPattern; value: unknown }) {
  const id = useId()
  const { path } = pattern
  const [way, setWay] = useState<GrantWay>(wayOf(pattern))
  const label = placeWords(path)
  return (
    <div className="grid gap-x-3 gap-y-1 sm:grid-cols-[8rem_9rem_minmax(0,1fr)] sm:items-start">
      <label htmlFor={id} className="break-words pt-1 text-ink-2">
        {label}
      </label>
      <Select id={id} name={`way ${path}`} value={way} onChange={({ target }) => setWay(target.value as GrantWay)}>
        {waysOf(value).map((one) => (
          <option key={one} value={one}>
            {wayWords[one]}
          </option>
        ))}
      </Select>
      <div className="min-w-0">
        {way === 'equals' && (
          <p className="max-h-24 overflow-y-auto break-words pt-1 font-mono text-12">
            <VisibleText text={isMoney(value) ? `${value.amount} ${value.currency}` : textOf(value)} />
          </p>
        )}
        {way === 'oneOf' && (
          <Textarea
            name={`value ${path}`}
            aria-label={`${label}, one on each line`}
            defaultValue={textOf(value)}
            className="font-mono text-12"
          />
        )}
        {way === 'atMost' && (
          <span className="flex items-center gap-2">
            <Input
              name={`value ${path}`}
              aria-label={`${label}, at most`}
              inputMode="decimal"
              defaultValue={textOf(value)}
              className="max-w-36 font-mono text-12"
            />
            {isMoney(value) && <span className="text-ink-3">{value.currency}</span>}
          </span>
        )}
      </div>
    </div>
  )
}
