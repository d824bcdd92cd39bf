import { expect, test } from 'vitest'
import { holdsRole } from './roles.ts'

test('an admin counts as approver and member, and never as auditor', () => {
  expect(holdsRole(['admin'], 'approver')).toBe(true)
  expect(holdsRole(['admin'], 'member')).toBe(true)
  expect(holdsRole(['admin'], 'auditor')).toBe(false)
})

test('no other role stands in for one that is not held', () => {
  expect(holdsRole(['approver', 'auditor'], 'admin')).toBe(false)
  expect(holdsRole(['member'], 'approver')).toBe(false)
  expect(holdsRole(['auditor'], 'member')).toBe(false)
  expect(holdsRole([], 'member')).toBe(false)
})
