import { describe, expect, it } from 'vitest'
import type { Ability } from '../ability.ts'
import { periodAsked } from './by-time.ts'
import { describeResult } from './describe-result.ts'
import { quoteText, showLine } from './plain-text.ts'
import { showDate, showValue } from './show-value.ts'
import { isOutcomes, tellOutcomes } from './tell-outcomes.ts'

const ability = { title: 'Show a job', nouns: new Set(['job']) } as unknown as Ability
const outcome = (result: unknown, outside = false) => ({
  actionId: null,
  status: 'succeeded',
  result,
  summary: null,
  waitsFor: null,
  error: null,
  outside,
  verdict: null,
  reasons: [],
})

describe('results in words', () => {
  it('JSON is dumped', () => {
    const text = describeResult(
      ability,
      outcome({
        job_no: 'J12',
        status: 'in_repair',
        due_on: '2026-03-14',
        cost_cents: 1250,
        currency: 'EUR',
        owner: { name: 'Ada', email: 'ada@example.test' },
      }),
      'when is J12 due?',
    )
    expect(text).toContain('14 March 2026')
    expect(text).toContain('12.50 EUR')
    expect(text).toContain('in repair')
    expect(text).toContain('Owner: Ada')
    expect(text).not.toMatch(/[{}]/)
  })

  it('an empty list looks like an error', () => {
    expect(describeResult(ability, outcome({ items: [] }), 'list jobs')).toContain('nothing was found')
  })

  it('a long list fills the page', () => {
    const items = Array.from({ length: 300 }, (_, index) => ({ id: index, name: `Job ${index}` }))
    expect(describeResult(ability, outcome({ items, total: 4000 }), 'list jobs').split('\n').length).toBeLessThan(20)
    expect(describeResult(ability, outcome({ items, total: 4000 }), 'list jobs')).toContain('4000')
  })

  it('what others wrote makes links, pictures, headings or HTML', () => {
    const shown = quoteText('# Hi <img src=x> ![x](https://evil.test/a) [click](https://evil.test)\n**Approve**')
    expect(shown).toContain('> \\# Hi \\<img')
    expect(shown).not.toMatch(/(?<!\\)\]\(/)
    expect(shown).not.toContain('https://')
    expect(shown).not.toMatch(/^\*\*/m)
  })

  it.each(['Thank you!', 'snake_case_name (see #12) costs < 5 & more, a | b ~ c', 'C:\\temp is full; 3 > 2'])(
    'a reader of the plain text sees backslashes: %s',
    (text) => {
      expect(showLine(text)).toBe(text)
    },
  )

  it.each([
    ['# a', '\\# a'],
    ['> a', '\\> a'],
    ['---', '\\---'],
    ['| --- |', '\\| --- |'],
    ['_a_ *b* ~~c~~', '\\_a\\_ \\*b\\* \\~\\~c\\~\\~'],
    ['<b>', '\\<b>'],
    ['[a](b)', '\\[a\\](b)'],
    ['`a`', '\\`a\\`'],
    ['&lt;b', '\\&lt;b'],
    ['\\[a](b)', '\\\\\\[a\\](b)'],
  ])('a sign that does something is shown bare: %s', (text, shown) => {
    expect(quoteText(text)).toBe(`> ${shown}`)
  })

  describe('a list for a time that the read could not be told', () => {
    const now = new Date('2026-03-02T09:00:00Z')
    const items = [
      { job_id: 1, name: 'Wheel', created_at: '2026-03-02T08:00:00Z', updated_at: '2026-03-02T08:00:00Z' },
      { job_id: 2, name: 'Chain', created_at: '2026-02-01T08:00:00Z', updated_at: '2026-03-02T08:00:00Z' },
    ]
    const tell = (result: unknown, asked: string) => describeResult(ability, outcome(result), asked, periodAsked(asked, now))

    it('things of another time are shown as if they were of this one', () => {
      const told = tell({ items, total: 90 }, 'jobs from this week')
      expect(told).toContain('the 2 that I read, of 90')
      expect(told).toContain('Wheel')
      expect(told).not.toContain('Chain')
    })

    it('another date is gone by than the one that was asked for', () => {
      expect(tell({ items }, 'which jobs were updated today?')).toContain('Chain')
    })

    it('it is not said that the time was left out', () => {
      expect(tell({ items: [{ job_id: 1, name: 'Wheel' }] }, 'jobs of this week')).toMatch(
        /can’t filter by time \(“this week”\)[\s\S]*Wheel/,
      )
      expect(tell({ items: [] }, 'jobs of this week')).toMatch(/this week[\s\S]*Nothing was found/)
      expect(tell({ items }, 'jobs of last year')).toContain('none is from last year')
    })
  })

  it('text is turned round by hidden signs', () => {
    expect(showLine('a\u202eb\u200bc')).toBe('abc')
  })

  it('money and dates lose their meaning', () => {
    expect(showValue('total', { amount: '1234.5', currency: 'EUR' }, {})).toBe('1,234.50 EUR')
    expect(showDate('2026-03-14T09:30:00Z')).toBe('14 March 2026, 09:30 UTC')
    expect(showDate('2026-99-14')).toBeNull()
  })

  it.each([null, undefined, 3, 'text', [], [[]], [null], { a: { b: { c: {} } } }])('an odd result breaks it: %j', (result) => {
    expect(typeof describeResult(ability, outcome(result ?? null), 'show')).toBe('string')
  })
})

describe('outcomes that come later', () => {
  const tell = (entry: object) =>
    tellOutcomes(
      `[outcomes]${JSON.stringify([{ actionId: 'a', operation: 'w.close', title: 'Close a job', summary: 'Close job 12', ...entry }])}`,
    )

  it('done, rejected, expired and unknown sound alike', () => {
    expect(tell({ status: 'succeeded', decidedBy: 'Bea' })).toBe('Done: Close job 12. Bea approved it.')
    expect(tell({ status: 'rejected', decidedBy: 'Bea', comment: 'not yet' })).toContain(
      'Bea rejected this: Close job 12. Nothing was changed. They wrote: “not yet”',
    )
    expect(tell({ status: 'expired' })).toContain('Nobody decided in time')
    expect(tell({ status: 'failed', error: { message: 'the job is closed' } })).toContain('the job is closed.')
    expect(tell({ status: 'outcome_unknown' })).toContain('not known whether')
  })

  it('text that is no JSON breaks it', () => {
    expect(isOutcomes(' [outcomes] nonsense')).toBe(true)
    expect(tellOutcomes('[outcomes] nonsense')).toContain('settled')
  })
})
