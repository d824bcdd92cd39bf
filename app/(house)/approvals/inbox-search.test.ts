import { expect, test } from 'vitest'
import { filtersSet, inboxFilter, inboxHref, readInboxSearch, readPlace } from './inbox-search.ts'

const now = new Date('2026-11-28T12:00:00Z')

test('an address says the same after it was read and written', () => {
  const words = {
    scope: 'all',
    sort: 'risk',
    kind: 'unknown',
    operation: 'mail.send',
    risk: 'high',
    outside: 'no',
    due: 'soon',
    query: 'two words',
  }
  const search = readInboxSearch(words)
  const href = inboxHref(search)
  expect(Object.fromEntries(new URL(href, 'http://here').searchParams)).toEqual(words)
  expect(filtersSet(search)).toBe(6)
  expect(inboxFilter(search, now)).toMatchObject({ scope: 'all', risk: 70, tainted: false, dueBefore: new Date('2026-11-29T12:00:00Z') })
})

test('what someone made up is as if it were not there', () => {
  const search = readInboxSearch({
    scope: 'theirs',
    sort: 'luck',
    kind: 'x',
    by: "' or 1=1",
    risk: '9',
    shown: '1e9',
    card: ['a', 'b'],
    query: '\0',
  })
  expect(inboxHref({ ...search, shown: 100 })).toBe('/approvals')
  expect(search.shown).toBe(500)
  expect(readPlace('made up')).toBeUndefined()
})
