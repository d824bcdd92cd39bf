import { expect, test } from 'vitest'
import { auditFilter, auditSearch, eventOf } from './audit-search.ts'

const filterOf = (search: Record<string, string | string[]>) => auditFilter(auditSearch(search))

test('the last day is searched to its end', () => {
  expect(filterOf({ from: '2026-03-01', to: '2026-03-01' })).toEqual({
    from: new Date('2026-03-01T00:00:00Z'),
    to: new Date('2026-03-02T00:00:00Z'),
  })
})

test.each([{ from: '2026-13-45' }, { to: 'tomorrow' }, { actor: "x' or true" }, { subject: ' ' }, { kind: '' }])(
  'what someone made up in the address filters nothing and breaks nothing: %j',
  (search) => {
    expect(filterOf(search)).toEqual({})
  },
)

test('a name that stands twice in the address counts once', () => {
  expect(filterOf({ kind: ['action.*', 'policy.changed'], actor: 'system' })).toEqual({ kind: 'action.*', actor: 'system' })
})

test('only an id names an event', () => {
  const id = '0199a1b0-0000-7000-8000-000000000001'
  expect(eventOf({ event: id })).toBe(id)
  expect(eventOf({ event: '1' })).toBeNull()
  expect(eventOf({})).toBeNull()
})
