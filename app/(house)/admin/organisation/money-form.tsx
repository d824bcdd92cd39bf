'use client'

import { type FormEvent, useState } from 'react'
import { Section } from '#components/frame/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { RefusalNotice } from '../refusal-notice.tsx'
import { SelectField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { setMoney } from './commands.ts'
import { type Currency, type RateLine, RateLines } from './rate-lines.tsx'

interface Money {
  currency: string
  rates: Record<string, string>
}

interface MoneyFormProps {
  money: Money
  /** Why the currency can't be another one; null: it can. */
  stays: string | null
  currencies: Currency[]
}

/** The currency that rules compare in, and what others are worth in it. */
export function MoneyForm({ money, stays, currencies }: MoneyFormProps) {
  const { busy, refusal, errorOf, run } = useCommand()
  const [held, setHeld] = useState(money)
  const [currency, setCurrency] = useState(money.currency)
  const [lines, setLines] = useState(() => linesOf(money))
  const [saved, setSaved] = useState(false)
  // Errors are said by place, and places change when a line is taken away.
  const [moved, setMoved] = useState(false)
  const errorAt = (path: string) => (moved ? null : errorOf(path))
  const wholeError = refusal?.errors.find(({ path }) => path === 'rates')?.message ?? null

  const change = (next: RateLine[]) => {
    setSaved(false)
    if (next.length < lines.length) setMoved(true)
    setLines(next)
  }
  // A rate is in the currency that it was typed for: none is carried over to another one.
  const choose = (next: string) => {
    setCurrency(next)
    change(next === held.currency ? linesOf(held) : lines.filter((line) => codeOf(line) !== next).map((line) => ({ ...line, rate: '' })))
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setMoved(false)
    const rates = lines.map((line) => ({ currency: codeOf(line), rate: line.rate.trim() }))
    const done = await run(() => setMoney({ currency, rates, expected: held }))
    if (done !== null) setHeld({ currency, rates: Object.fromEntries(rates.map((one) => [one.currency, one.rate])) })
    setSaved(done !== null)
  }
  return (
    <Section
      title="Money"
      description="Rules, budgets and grants compare in your currency. An amount in another one is turned into it with your rate; without a rate it counts as unclear."
    >
      <form onSubmit={submit} className="grid max-w-xl gap-4 rounded-lg border bg-surface p-4" noValidate>
        <RefusalNotice refusal={refusal} fields={stays === null ? ['currency', 'rates'] : ['rates']} />
        {stays === null ? (
          <SelectField
            label="Currency"
            value={currency}
            onChange={({ target }) => choose(target.value)}
            help="Choose it first: once amounts are counted in it, it stays. With another currency, all rates are entered anew."
            error={errorOf('currency')}
          >
            {withCode(currencies, held.currency).map(({ code, name }) => (
              <option key={code} value={code}>
                {code}, {name}
              </option>
            ))}
          </SelectField>
        ) : (
          <div className="grid gap-1">
            <p>
              <span className="font-strong">Currency</span> <span className="font-mono">{currency}</span>
            </p>
            <p className="text-12 text-ink-3">{stays}</p>
          </div>
        )}
        <RateLines currency={currency} lines={lines} currencies={currencies} error={wholeError} errorAt={errorAt} onLines={change} />
        <div className="flex items-center gap-3">
          <Button type="submit" look="sign" busy={busy}>
            {stays === null ? 'Save currency and rates' : 'Save the rates'}
          </Button>
          <span role="status" className="text-done">
            {saved && 'Saved.'}
          </span>
        </div>
      </form>
    </Section>
  )
}

function linesOf({ rates }: Money): RateLine[] {
  return Object.entries(rates)
    .map(([code, rate]) => ({ code, rate }))
    .sort((left, right) => left.code.localeCompare(right.code))
}

function codeOf({ code }: RateLine): string {
  return code.trim().toUpperCase()
}

function withCode(currencies: Currency[], code: string): Currency[] {
  return currencies.some((one) => one.code === code) ? currencies : [{ code, name: code }, ...currencies]
}
