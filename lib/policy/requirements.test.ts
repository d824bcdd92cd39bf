import { expect, test } from 'vitest'
import { allMet, requirementsMet } from './requirements.ts'
import type { Requirement } from './rule.ts'

const approver: Requirement = { role: 'approver', quorum: 1, requesterExcluded: true }
const admin: Requirement = { role: 'admin', quorum: 1, requesterExcluded: false }

test('one decision counts for every requirement whose role the person holds', () => {
  const met = requirementsMet([approver, admin], [{ personId: 'a', roles: ['admin'] }], [])
  expect(met.map((one) => one.met)).toEqual([1, 1])
  expect(allMet(met)).toBe(true)
})

test('an approver does not stand in for an admin', () => {
  const met = requirementsMet([approver, admin], [{ personId: 'a', roles: ['approver'] }], [])
  expect(met.map((one) => one.met)).toEqual([1, 0])
  expect(allMet(met)).toBe(false)
})

test('a quorum counts persons: one who decides twice is one', () => {
  const twice = [
    { personId: 'a', roles: ['approver'] as const },
    { personId: 'a', roles: ['approver', 'admin'] as const },
  ]
  expect(requirementsMet([{ ...approver, quorum: 2 }], twice, [])[0]?.met).toBe(1)
})

test('the requester, and an editor like one, count only where nobody is excluded', () => {
  const own = [{ personId: 'me', roles: ['admin'] as const }]
  expect(requirementsMet([approver, admin], own, ['me']).map((one) => one.met)).toEqual([0, 1])
})

test('someone who lost the role no longer counts', () => {
  expect(requirementsMet([approver], [{ personId: 'a', roles: ['member'] }], [])[0]?.met).toBe(0)
})
