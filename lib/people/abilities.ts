import { AppError, holdsRole, type Role, roles } from '#lib/core/index.ts'
import type { Caller } from './caller.ts'

interface Rule {
  roles: readonly Role[]
  /** The person whose thing it is: may `too`, or `never` may, whatever their roles. */
  owner?: 'too' | 'never'
  /** What a key needs besides its owner's right: a scope, or it may not at all. */
  key?: 'decide' | 'never'
}

/** Who may do what. An admin holds approver and member too (`holdsRole`); an auditor reads. */
const rules = {
  'operation.read': { roles },
  'event.read': { roles },
  'action.request': { roles: ['member', 'approver'] },
  // Whoever is signed in reads their own and what they are asked; `readAll` is every action and story.
  'action.read': { roles },
  'action.readAll': { roles: ['admin', 'auditor'] },
  // The requirement says which role counts: a rule may ask any colleague.
  'action.decide': { roles: ['member', 'approver'], key: 'decide' },
  // Asking the requester and handing over are done by those who are asked; a key speaks as one of them only with the scope.
  'action.note': { roles: ['member', 'approver'], key: 'decide' },
  'action.cancel': { roles: ['admin'], owner: 'too' },
  'action.retry': { roles: ['admin'], owner: 'too' },
  'action.undo': { roles: ['admin'], owner: 'too' },
  'action.resolve': { roles: ['approver'], owner: 'never', key: 'decide' },
  // The kill switch. An admin's key may pull it too: what watches a system from outside must be able to stop it.
  'actions.pause': { roles: ['admin'] },
  'approval.read': { roles },
  // The review says which role it asks.
  'review.answer': { roles: ['member', 'approver'], key: 'decide' },
  'example.read': { roles: ['admin', 'auditor'] },
  'budget.read': { roles: ['admin', 'auditor'] },
  'budget.manage': { roles: ['admin'] },
  'grant.read': { roles: ['approver', 'auditor'] },
  'grant.make': { roles: ['member', 'approver'], key: 'decide' },
  'grant.revoke': { roles: ['admin'], owner: 'too' },
  'conversation.read': { roles },
  'conversation.own': { roles: ['member', 'approver'] },
  'connection.manage': { roles: ['admin'] },
  // Time zone, business hours, holidays: they decide when cards lapse.
  'organisation.manage': { roles: ['admin'], key: 'never' },
  // How one hears, and what one was told: a person's own, on the page.
  'notification.own': { roles, key: 'never' },
  'policy.read': { roles },
  'policy.change': { roles: ['admin'] },
  'audit.read': { roles: ['admin', 'auditor'] },
  'audit.erase': { roles: ['admin'] },
  'system.read': { roles: ['admin', 'auditor'] },
  'team.read': { roles: ['admin', 'auditor'] },
  'team.manage': { roles: ['admin'] },
  // A key that could make people or keys could give itself what its owner kept from it.
  'people.manage': { roles: ['admin'], key: 'never' },
  // Handing one's decisions to somebody else is for people alone.
  'delegation.manage': { roles: ['admin'], owner: 'too', key: 'never' },
  // A passkey is a person's own: no program speaks for the finger on it.
  'passkey.manage': { roles, key: 'never' },
  'key.create': { roles: ['admin'], owner: 'too', key: 'never' },
  'key.revoke': { roles: ['admin'], owner: 'too', key: 'never' },
} as const satisfies Record<string, Rule>

export type Ability = keyof typeof rules
export const abilities = Object.keys(rules) as Ability[]

/** Whose thing an ability is asked about. */
export interface Owned {
  ownerId: string
}

/** Whether the caller may. Without `object`: whether they may for some object, theirs included. */
export function can(caller: Caller, ability: Ability, object?: Owned): boolean {
  return refusal(caller, ability, object) === null
}

/** Throws `forbidden` with the reason in plain words. */
export function requireAbility(caller: Caller, ability: Ability, object?: Owned): void {
  const reason = refusal(caller, ability, object)
  if (reason !== null) throw new AppError('forbidden', reason)
}

function refusal(caller: Caller, ability: Ability, object: Owned | undefined): string | null {
  const rule: Rule = rules[ability]
  if (caller.via === 'key') {
    if (rule.key === 'never') return 'No API key may do this. Sign in and do it on the page.'
    if (rule.key !== undefined && !caller.scopes.includes(rule.key)) {
      return `This API key may not do this. It takes one that was made with the scope “${rule.key}”.`
    }
  }
  const owns = object === undefined ? undefined : object.ownerId === caller.personId
  if (rule.owner === 'never' && owns === true) return 'You asked for it yourself, so someone else has to do this.'
  if (rule.owner === 'too' && owns !== false) return null
  return rule.roles.some((role) => holdsRole(caller.roles, role)) ? null : 'Your roles do not reach this. Ask an admin.'
}
