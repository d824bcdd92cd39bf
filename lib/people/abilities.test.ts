import { describe, expect, test } from 'vitest'
import { type Role, roles } from '#lib/core/index.ts'
import { type Ability, abilities, can, requireAbility } from './abilities.ts'
import type { Caller } from './caller.ts'

const person = (...held: Role[]): Caller => ({
  personId: 'me',
  name: 'Me',
  email: 'me@example.test',
  roles: held,
  teams: [],
  standsInFor: [],
  apiKeyId: null,
  scopes: [],
  via: 'session',
})
const key = (scopes: string[], ...held: Role[]): Caller => ({ ...person(...held), apiKeyId: 'k', scopes, via: 'key' })

/** member, approver, admin, auditor: who may, when it is about nobody's thing in particular. */
const table: Record<Ability, string> = {
  'operation.read': '++++',
  'event.read': '++++',
  'action.request': '+++-',
  'action.read': '++++',
  'action.readAll': '--++',
  'action.decide': '+++-',
  'action.note': '+++-',
  'action.cancel': '++++',
  'action.retry': '++++',
  'action.undo': '++++',
  'action.resolve': '-++-',
  'actions.pause': '--+-',
  'approval.read': '++++',
  'review.answer': '+++-',
  'example.read': '--++',
  'budget.read': '--++',
  'budget.manage': '--+-',
  'grant.read': '-+++',
  'grant.make': '+++-',
  'grant.revoke': '++++',
  'conversation.read': '++++',
  'conversation.own': '+++-',
  'connection.manage': '--+-',
  'organisation.manage': '--+-',
  'notification.own': '++++',
  'policy.read': '++++',
  'policy.change': '--+-',
  'audit.read': '--++',
  'audit.erase': '--+-',
  'system.read': '--++',
  'team.read': '--++',
  'team.manage': '--+-',
  'people.manage': '--+-',
  'delegation.manage': '++++',
  'passkey.manage': '++++',
  'key.create': '++++',
  'key.revoke': '++++',
}

describe('a right reaches exactly the roles that hold it', () => {
  test.each(abilities)('%s', (ability) => {
    expect(roles.map((role) => (can(person(role), ability) ? '+' : '-')).join('')).toBe(table[ability])
  })
})

test('without a role there is no right but to one’s own things', () => {
  expect(abilities.filter((ability) => can(person(), ability, { ownerId: 'other' }))).toEqual([])
})

test('a stranger’s action is cancelled, retried and undone by an admin alone', () => {
  for (const ability of ['action.cancel', 'action.retry', 'action.undo'] as const) {
    expect(roles.filter((role) => can(person(role), ability, { ownerId: 'other' }))).toEqual(['admin'])
    expect(can(person('member'), ability, { ownerId: 'me' })).toBe(true)
  }
})

test('whoever asked does not say how an unknown outcome ended, not even an admin', () => {
  expect(can(person('admin'), 'action.resolve', { ownerId: 'me' })).toBe(false)
  expect(can(person('approver'), 'action.resolve', { ownerId: 'other' })).toBe(true)
})

test('a key decides only with its scope, and the scope adds no right', () => {
  for (const ability of ['action.decide', 'action.resolve'] as const) {
    expect(can(key([], 'admin'), ability)).toBe(false)
    expect(can(key(['decide'], 'admin'), ability)).toBe(true)
    expect(can(key(['decide'], 'auditor'), ability)).toBe(false)
  }
})

test('a key makes neither people nor keys nor passkeys nor stand-ins, so it cannot give itself a scope or a right', () => {
  for (const ability of [
    'people.manage',
    'delegation.manage',
    'passkey.manage',
    'organisation.manage',
    'notification.own',
    'key.create',
    'key.revoke',
  ] as const) {
    expect(can(key(['decide'], 'admin'), ability, { ownerId: 'me' })).toBe(false)
  }
})

test('a refusal says why', () => {
  expect(() => requireAbility(key([], 'approver'), 'action.decide')).toThrow(/scope “decide”/)
  expect(() => requireAbility(person('member'), 'audit.read')).toThrow(/Ask an admin/)
})
