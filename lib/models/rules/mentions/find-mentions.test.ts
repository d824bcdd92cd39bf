import { describe, expect, it } from 'vitest'
import { findMentions } from './find-mentions.ts'
import { readAmount } from './money.ts'
import { findPeriods } from './periods.ts'

const now = new Date('2026-03-02T09:00:00Z')
const seen = (text: string) =>
  findMentions(text, now).map((mention) => {
    if (mention.kind === 'money') return `${mention.kind} ${mention.amount} ${mention.currency}`
    if (mention.kind === 'period') return `${mention.kind} ${mention.from.slice(0, 10)} ${mention.to.slice(0, 10)}`
    return `${mention.kind} ${mention.kind === 'date' ? mention.day : mention.value}`
  })

describe('what a text names', () => {
  it.each([
    ['49.90 EUR', 'money 49.90 EUR'],
    ['€12,50', 'money 12.50 EUR'],
    ['$5', 'money 5 USD'],
    ['12.000,00 €', 'money 12000.00 EUR'],
    ['5,000 EUR', 'money 5000 EUR'],
    ['500 euros', 'money 500 EUR'],
    ['2k EUR', 'money 2000 EUR'],
    ['1.5k CHF', 'money 1500 CHF'],
    ['50 cents', 'money 0.50 EUR'],
  ])('money read wrongly: %s', (text, wanted) => {
    expect(seen(text)).toEqual([wanted])
  })

  it('a number before a sum of money is taken into it', () => {
    expect(seen('thing 1042, 49.90 EUR')).toEqual(['number 1042', 'money 49.90 EUR'])
  })

  it('codes, marked numbers and addresses are confused', () => {
    expect(seen('#88 and R-2207, no. 12, ada@example.test')).toEqual(['number 88', 'code R-2207', 'number 12', 'email ada@example.test'])
  })

  it('the figures of a code are read as part of a date', () => {
    expect(seen('to C-03 on 9 March')).toEqual(['code C-03', 'date 2026-03-09'])
  })

  it('common words are taken for dates', () => {
    expect(seen('we may march on, the money sat there for a second')).toEqual([])
  })

  it('a verb with a capital is taken for a part of a name', () => {
    expect(seen('Put Rosa Lindqvist in charge')).toEqual(['name Rosa Lindqvist'])
  })

  it('names in other scripts or with apostrophes are lost', () => {
    expect(seen('ask Siobhán O’Neill and José')).toEqual(['name Siobhán O’Neill', 'name José'])
  })

  it('an amount that can be read two ways is guessed', () => {
    expect(readAmount('1.2.3,4,5', 'EUR')).toBeNull()
  })

  it('a hostile text keeps it busy', () => {
    const started = performance.now()
    for (const text of [
      '1'.repeat(6000),
      '1,'.repeat(3000),
      'a@'.repeat(3000),
      '"'.repeat(6000),
      '+1 '.repeat(2000),
      'A-'.repeat(3000),
      'Aa '.repeat(2000),
    ])
      findMentions(text, now)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it.each([
    ['this week', '2026-03-02', '2026-03-09'],
    ['last week', '2026-02-23', '2026-03-02'],
    ['in the last 7 days', '2026-02-23', '2026-03-02'],
    ['since Friday', '2026-02-27', '2026-03-02'],
    ['since 14 February', '2026-02-14', '2026-03-02'],
    ['last month', '2026-02-01', '2026-03-01'],
    ['this year so far', '2026-01-01', '2027-01-01'],
    ['yesterday', '2026-03-01', '2026-03-02'],
  ])('a stretch of time is not understood: %s', (text, from, to) => {
    const [period] = findPeriods(`show what came ${text}`, now)
    expect([period?.from.slice(0, 10), period?.to.slice(0, 10)]).toEqual([from, to])
  })

  it('"since" that gives a reason, or "last" that counts, is taken for a time', () => {
    expect(findPeriods('close it since it leaks, and show the last 5', now)).toEqual([])
  })
})
