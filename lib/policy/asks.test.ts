import { expect, test } from 'vitest'
import { asksMetBy, asksOf } from './asks.ts'
import { type Authority, countsFor, requirementsMet } from './requirements.ts'
import type { Requirement } from './rule.ts'

const approver: Requirement = { role: 'approver', quorum: 1, requesterExcluded: true }
const open = (...requirements: Requirement[]) => requirements.map((requirement) => ({ ...requirement, met: 0 }))

test('what is met is no longer asked for', () => {
  expect(asksOf([{ ...approver, met: 1 }])).toEqual([])
  expect(asksOf([{ ...approver, quorum: 2, met: 1 }])).toEqual(['approver'])
})

test('a team is part of what is asked for, and whoever asked may agree only where it says so', () => {
  const finance = { ...approver, team: 'finance' }
  const admin: Requirement = { role: 'admin', quorum: 1, requesterExcluded: false }
  expect(asksOf(open(finance, admin, approver))).toEqual(['admin!', 'approver', 'approver/finance'])
})

test('those asked besides may agree to what is open, under the same exclusion', () => {
  expect(asksOf(open(approver), ['admin'])).toEqual(['admin', 'approver'])
  expect(asksOf([{ ...approver, met: 1 }], ['admin'])).toEqual([])
})

const people: Authority[] = [
  { personId: 'a', roles: ['approver'], teams: [] },
  { personId: 'b', roles: ['approver', 'member'], teams: ['finance'] },
  { personId: 'c', roles: ['admin'], teams: ['finance', 'legal'] },
  { personId: 'd', roles: ['auditor'], teams: ['finance'] },
]
const requirements: Requirement[] = (['member', 'approver', 'admin'] as const).flatMap((role) =>
  [undefined, 'finance', 'legal'].flatMap((team) =>
    [true, false].map((requesterExcluded) => ({ role, quorum: 1, requesterExcluded, ...(team === undefined ? {} : { team }) })),
  ),
)

test.each(people)('the words say for $personId what the rules say, alone and for another, as requester and not', (person) => {
  for (const other of [null, ...people.filter(({ personId }) => personId !== person.personId)]) {
    const standsInFor = other === null ? [] : [other]
    const authorities = [person, ...standsInFor]
    for (const requirement of requirements) {
      for (const excluded of [[], [person.personId], standsInFor.map(({ personId }) => personId)]) {
        const { uninvolved, anyone } = asksMetBy(authorities)
        const involved = authorities.some(({ personId }) => excluded.includes(personId))
        const asks = asksOf(requirementsMet([requirement], [], excluded))
        const found = asks.some((ask) => anyone.includes(ask) || (!involved && uninvolved.includes(ask)))
        expect(found).toBe(countsFor(requirement, { ...person, standsInFor, signed: true }, excluded))
      }
    }
  }
})
