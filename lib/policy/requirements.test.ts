import { expect, test } from 'vitest'
import type { Role } from '#lib/core/index.ts'
import { type Approver, allMet, mergeRequirements, requirementsMet } from './requirements.ts'
import type { Requirement } from './rule.ts'

const person = (personId: string, roles: readonly Role[], given: Partial<Approver> = {}): Approver => ({
  personId,
  roles,
  teams: [],
  standsInFor: [],
  signed: false,
  ...given,
})
const approver: Requirement = { role: 'approver', quorum: 1, requesterExcluded: true }
const admin: Requirement = { role: 'admin', quorum: 1, requesterExcluded: false }

test('one decision counts for every requirement whose role the person holds', () => {
  const met = requirementsMet([approver, admin], [person('a', ['admin'])], [])
  expect(met.map((one) => one.met)).toEqual([1, 1])
  expect(allMet(met)).toBe(true)
})

test('an approver does not stand in for an admin', () => {
  const met = requirementsMet([approver, admin], [person('a', ['approver'])], [])
  expect(met.map((one) => one.met)).toEqual([1, 0])
  expect(allMet(met)).toBe(false)
})

test('a quorum counts persons: one who decides twice is one', () => {
  const twice = [person('a', ['approver']), person('a', ['approver', 'admin'])]
  expect(requirementsMet([{ ...approver, quorum: 2 }], twice, [])[0]?.met).toBe(1)
})

test('the requester, and an editor like one, count only where nobody is excluded', () => {
  const own = [person('me', ['admin'])]
  expect(requirementsMet([approver, admin], own, ['me']).map((one) => one.met)).toEqual([0, 1])
})

test('someone who lost the role no longer counts', () => {
  expect(requirementsMet([approver], [person('a', ['member'])], [])[0]?.met).toBe(0)
})

const away = { personId: 'away', roles: ['approver'] as const, teams: ['finance'] }

test('who decides for someone who is away counts with that one’s role, and both together as one', () => {
  const substitute = person('b', ['member'], { standsInFor: [away] })
  expect(requirementsMet([approver], [substitute], [])[0]?.met).toBe(1)
  expect(requirementsMet([{ ...approver, quorum: 2 }], [substitute, person('away', ['approver'])], [])[0]?.met).toBe(1)
})

test('one who decides for two people is one, and leaves the other name to who can count in no other', () => {
  const other = { personId: 'other', roles: ['approver'] as const, teams: [] }
  const both = person('b', ['member'], { standsInFor: [away, other] })
  expect(requirementsMet([{ ...approver, quorum: 2 }], [both], [])[0]?.met).toBe(1)
  expect(requirementsMet([{ ...approver, quorum: 2 }], [both, person('away', ['approver'])], [])[0]?.met).toBe(2)
})

test('whoever stands in for the requester is excluded like the requester, also with a role of their own', () => {
  const substitute = person('b', ['admin'], { standsInFor: [{ ...away, personId: 'requester' }] })
  expect(requirementsMet([approver, admin], [substitute], ['requester']).map(({ met }) => met)).toEqual([0, 1])
})

test('a role in another team does not count where a team is asked for', () => {
  const finance: Requirement = { ...approver, team: 'finance' }
  expect(requirementsMet([finance], [person('a', ['approver'], { teams: ['sales'] })], [])[0]?.met).toBe(0)
  expect(requirementsMet([finance], [person('a', ['approver'], { teams: ['sales', 'finance'] })], [])[0]?.met).toBe(1)
})

test('an approval without a signature does not count where a passkey is asked for', () => {
  const signed: Requirement = { ...approver, stepUp: true }
  expect(requirementsMet([signed], [person('a', ['approver'])], [])[0]?.met).toBe(0)
  expect(requirementsMet([signed], [person('a', ['approver'], { signed: true })], [])[0]?.met).toBe(1)
})

test('requirements that add up keep the strictest of each, and teams apart', () => {
  const merged = mergeRequirements([
    approver,
    { ...approver, quorum: 2, requesterExcluded: false, stepUp: true },
    { ...approver, team: 'finance' },
  ])
  expect(merged).toEqual([
    { role: 'approver', quorum: 2, requesterExcluded: true, stepUp: true },
    { role: 'approver', team: 'finance', quorum: 1, requesterExcluded: true },
  ])
})
