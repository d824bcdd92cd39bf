import type { DemoPersonName } from './client.ts'

/** Who may come in at a door; `anyone` signed in or not. */
type Who = 'anyone' | readonly DemoPersonName[]

export interface ApiDoor {
  who: Who
  /** The answer to somebody who may, when what is asked is harmless: an unknown id, an empty body. */
  fine: number
  /** Instead of an empty body. */
  body?: unknown
  /** On something that an approver owns and that waits for approvers: what others who may come in hear. */
  notTheirs?: Partial<Record<DemoPersonName, number>>
}

export interface PageDoor {
  who: Who
  /** On something that an approver owns. */
  notTheirs?: Partial<Record<DemoPersonName, number>>
}

export interface FunctionDoor {
  who: readonly DemoPersonName[]
  /** Arguments that change nothing for those who may. */
  harmless: unknown[]
  /** With the id of something that an approver owns. */
  notTheirs?: { arguments: (id: string, digest: string) => unknown[]; said: string }
}

const everyone = ['admin', 'approver', 'approver2', 'member', 'auditor'] as const
const workers = ['admin', 'approver', 'approver2', 'member'] as const
const deciders = ['admin', 'approver', 'approver2', 'auditor'] as const
const admin = ['admin'] as const
const overseers = ['admin', 'auditor'] as const

/** Every address that answers programs. `{id}` stands for an id. */
export const apiDoors: Readonly<Record<string, ApiDoor>> = {
  'GET /api/health': { who: 'anyone', fine: 200 },
  'GET /api/auth/[...nextauth]': { who: 'anyone', fine: 404 },
  'POST /api/auth/[...nextauth]': { who: 'anyone', fine: 404 },
  'GET /api/v1/[...rest]': { who: 'anyone', fine: 404 },
  'POST /api/v1/[...rest]': { who: 'anyone', fine: 404 },
  'PUT /api/v1/[...rest]': { who: 'anyone', fine: 404 },
  'PATCH /api/v1/[...rest]': { who: 'anyone', fine: 404 },
  'DELETE /api/v1/[...rest]': { who: 'anyone', fine: 404 },
  'GET /api/v1/openapi.json': { who: 'anyone', fine: 200 },
  'GET /api/v1/operations': { who: everyone, fine: 200 },
  'GET /api/v1/connections': { who: admin, fine: 200 },
  'POST /api/v1/connections': { who: admin, fine: 422 },
  'POST /api/v1/connections/{id}/operations/{name}/confirm': { who: admin, fine: 404, body: { effect: 'write', repeat: 'never' } },
  'PUT /api/v1/connections/{id}/access': { who: admin, fine: 404, body: { access: [] } },
  'GET /api/v1/teams': { who: overseers, fine: 200 },
  'POST /api/v1/teams': { who: admin, fine: 422 },
  'PUT /api/v1/teams/{name}/members': { who: admin, fine: 404, body: { members: [] } },
  'GET /api/v1/actions': { who: everyone, fine: 200 },
  'POST /api/v1/actions': { who: workers, fine: 422 },
  'GET /api/v1/actions/{id}': { who: everyone, fine: 404, notTheirs: { member: 404, approver2: 200, admin: 200, auditor: 200 } },
  'GET /api/v1/actions/{id}/story': { who: everyone, fine: 404, notTheirs: { member: 404, approver2: 200, admin: 200, auditor: 200 } },
  'GET /api/v1/actions/{id}/receipt': { who: everyone, fine: 404, notTheirs: { member: 404, approver2: 200, admin: 200, auditor: 200 } },
  'POST /api/v1/actions/{id}/decision': {
    who: everyone,
    fine: 404,
    body: { verdict: 'approve', digest: 'sha256:none' },
    notTheirs: { member: 404, auditor: 403, approver2: 409, admin: 409 },
  },
  'POST /api/v1/actions/{id}/decision/challenge': {
    who: everyone,
    fine: 404,
    body: { verdict: 'approve', digest: 'sha256:none' },
    notTheirs: { member: 404, auditor: 403, approver2: 409, admin: 409 },
  },
  'GET /api/v1/actions/{id}/notes': { who: everyone, fine: 404, notTheirs: { member: 404, approver2: 200, admin: 200, auditor: 200 } },
  'POST /api/v1/actions/{id}/notes': {
    who: everyone,
    fine: 404,
    body: { kind: 'answer', text: 'a test', replyTo: '01890000-0000-7000-8000-000000000000' },
    notTheirs: { member: 404, auditor: 422, approver2: 422, admin: 422 },
  },
  'POST /api/v1/actions/{id}/cancel': { who: everyone, fine: 404, notTheirs: { member: 404, approver2: 403, auditor: 403 } },
  'POST /api/v1/actions/{id}/retry': { who: workers, fine: 404, notTheirs: { member: 404, approver2: 403 } },
  'POST /api/v1/actions/{id}/undo': { who: workers, fine: 404, notTheirs: { member: 404, approver2: 403, admin: 409 } },
  'POST /api/v1/actions/{id}/resolve': {
    who: everyone,
    fine: 404,
    body: { outcome: 'failed', comment: 'a test' },
    notTheirs: { member: 404, auditor: 403, approver2: 409, admin: 409 },
  },
  'GET /api/v1/approvals': { who: everyone, fine: 200 },
  'GET /api/v1/reviews/{id}': { who: everyone, fine: 404 },
  'POST /api/v1/reviews/{id}/answer': { who: everyone, fine: 404, body: { answer: {} } },
  'GET /api/v1/delegations': { who: everyone, fine: 200 },
  'POST /api/v1/delegations': { who: everyone, fine: 422 },
  'POST /api/v1/delegations/{id}/revoke': { who: everyone, fine: 404 },
  'GET /api/v1/conversations': { who: everyone, fine: 200 },
  'POST /api/v1/conversations': { who: workers, fine: 201 },
  'GET /api/v1/conversations/{id}': { who: everyone, fine: 404, notTheirs: { member: 404, approver2: 404, admin: 404, auditor: 404 } },
  'GET /api/v1/conversations/{id}/stream': {
    who: everyone,
    fine: 404,
    notTheirs: { member: 404, approver2: 404, admin: 404, auditor: 404 },
  },
  'PATCH /api/v1/conversations/{id}': {
    who: workers,
    fine: 404,
    body: { dryRun: true },
    notTheirs: { member: 404, approver2: 404, admin: 404 },
  },
  'POST /api/v1/conversations/{id}/plan/requests': {
    who: workers,
    fine: 404,
    body: { ids: ['01890000-0000-7000-8000-000000000000'] },
    notTheirs: { member: 404, approver2: 404, admin: 404 },
  },
  'POST /api/v1/conversations/{id}/turns': {
    who: workers,
    fine: 404,
    body: { text: 'Hello' },
    notTheirs: { member: 404, approver2: 404, admin: 404 },
  },
  'POST /api/v1/turns/{id}/undo': { who: workers, fine: 404, notTheirs: { member: 404, approver2: 404, admin: 404 } },
  'GET /api/v1/figures': { who: overseers, fine: 200 },
  'GET /api/v1/events': { who: everyone, fine: 200 },
  'GET /api/v1/budgets': { who: overseers, fine: 200 },
  'PUT /api/v1/budgets': { who: admin, fine: 422 },
  'GET /api/v1/grants': { who: deciders, fine: 200 },
  'POST /api/v1/grants': { who: workers, fine: 422 },
  'POST /api/v1/grants/{id}/revoke': { who: deciders, fine: 404 },
  'GET /api/v1/pauses': { who: everyone, fine: 200 },
  'POST /api/v1/pauses': { who: admin, fine: 422 },
  'POST /api/v1/pauses/{id}/lift': { who: admin, fine: 404, body: { reason: 'a test' } },
  'GET /api/v1/policies': { who: everyone, fine: 200 },
  'PUT /api/v1/policies': { who: admin, fine: 422 },
  'POST /api/v1/policies/simulate': { who: admin, fine: 422 },
  'GET /api/v1/policies/suggestions': { who: admin, fine: 200 },
  'GET /api/v1/audit': { who: overseers, fine: 200 },
  'GET /api/v1/audit/verify': { who: overseers, fine: 200 },
  'GET /api/v1/audit/export': { who: overseers, fine: 200 },
  'GET /api/v1/audit/consistency': { who: overseers, fine: 422 },
  'GET /api/v1/examples/export': { who: overseers, fine: 200 },
  'POST /api/v1/audit/erase': { who: admin, fine: 422 },
}

/** Every page. Whoever is signed in but may not see one is told so in its place. */
export const pageDoors: Readonly<Record<string, PageDoor>> = {
  '/': { who: everyone },
  '/sign-in': { who: 'anyone' },
  '/sign-in/link': { who: 'anyone' },
  '/chat': { who: everyone },
  '/chat/[id]': { who: everyone, notTheirs: { member: 404, approver2: 404, admin: 404, auditor: 404 } },
  '/approvals': { who: everyone },
  '/approvals/grants': { who: deciders },
  '/approvals/together': { who: everyone },
  '/actions': { who: everyone },
  '/actions/undo/[id]': { who: everyone, notTheirs: { admin: 404, approver: 404, approver2: 404, member: 404, auditor: 404 } },
  '/actions/[id]': { who: everyone, notTheirs: { member: 404, approver2: 200, admin: 200, auditor: 200 } },
  '/approvals/reviews/[id]': { who: everyone, notTheirs: { admin: 404, approver: 404, approver2: 404, member: 404, auditor: 404 } },
  '/account': { who: everyone },
  '/admin': { who: overseers },
  '/admin/figures': { who: overseers },
  '/admin/figures/rows': { who: overseers },
  '/admin/people': { who: admin },
  '/admin/connections': { who: admin },
  '/admin/connections/new': { who: admin },
  '/admin/connections/[name]': { who: admin },
  '/admin/organisation': { who: admin },
  '/admin/budgets': { who: overseers },
  '/admin/pauses': { who: overseers },
  '/admin/policy': { who: overseers },
  '/admin/audit': { who: overseers },
  '/admin/design': { who: overseers },
}

const noSuchAction = 'There is no such action'
const forApprovers = { said: noSuchAction }

/** Every server function, by the file it is written in. */
export const functionDoors: Readonly<Record<string, FunctionDoor>> = {
  'app/(house)/find.ts findAnything': { who: everyone, harmless: ['zzz'] },
  'app/(house)/commands.ts decide': {
    who: everyone,
    harmless: [[]],
    notTheirs: { arguments: (id, digest) => [[{ id, digest, verdict: 'approve' }]], ...forApprovers },
  },
  'app/(house)/commands.ts askSignature': {
    who: everyone,
    harmless: [{}],
    notTheirs: { arguments: (id, digest) => [{ id, digest, verdict: 'approve' }], ...forApprovers },
  },
  'app/(house)/commands.ts cancel': { who: everyone, harmless: [''], notTheirs: { arguments: (id) => [id], ...forApprovers } },
  'app/(house)/commands.ts retry': { who: everyone, harmless: [''], notTheirs: { arguments: (id) => [id], ...forApprovers } },
  'app/(house)/commands.ts planUndo': { who: everyone, harmless: [''], notTheirs: { arguments: (id) => [id], ...forApprovers } },
  'app/(house)/commands.ts undo': { who: everyone, harmless: [''], notTheirs: { arguments: (id) => [id], ...forApprovers } },
  'app/(house)/commands.ts undoAll': {
    who: everyone,
    harmless: [''],
    notTheirs: { arguments: (id) => [id], said: 'There is no such turn' },
  },
  'app/(house)/commands.ts resolve': {
    who: everyone,
    harmless: [{}],
    notTheirs: { arguments: (id) => [{ id, outcome: 'succeeded', comment: 'a test' }], ...forApprovers },
  },
  'app/(house)/commands.ts note': {
    who: everyone,
    harmless: [{}],
    notTheirs: { arguments: (id) => [{ id, kind: 'reminder' }], ...forApprovers },
  },
  'app/(house)/approvals/commands.ts decideTogether': {
    who: everyone,
    harmless: [{}],
    notTheirs: { arguments: (id, digest) => [{ verdict: 'approve', decisions: [{ id, digest }] }], ...forApprovers },
  },
  'app/(house)/approvals/reviews/[id]/commands.ts answerQuestionOfRun': { who: everyone, harmless: [{}] },
  'app/(house)/chat/commands.ts begin': { who: workers, harmless: ['Hello', false] },
  'app/(house)/chat/commands.ts plan': {
    who: everyone,
    harmless: ['', true],
    notTheirs: { arguments: (id) => [id, true], said: 'There is no such conversation' },
  },
  'app/(house)/chat/commands.ts askForPlan': {
    who: everyone,
    harmless: ['', []],
    notTheirs: { arguments: (id) => [id, [id]], said: 'There is no such conversation' },
  },
  'app/(house)/chat/commands.ts say': {
    who: everyone,
    harmless: ['', ''],
    notTheirs: { arguments: (id) => [id, 'Hello'], said: 'There is no such conversation' },
  },
  'app/(house)/account/commands.ts delegate': { who: everyone, harmless: [{}] },
  'app/(house)/account/commands.ts endDelegation': { who: everyone, harmless: [{}] },
  'app/(house)/account/notifications/commands.ts choose': { who: everyone, harmless: [{}] },
  'app/(house)/account/notifications/commands.ts readAll': { who: everyone, harmless: [{ odd: 1 }] },
  'app/(house)/account/notifications/commands.ts latest': { who: everyone, harmless: [{}] },
  'app/(house)/account/passkeys/commands.ts beginWithPassword': { who: everyone, harmless: [{}] },
  'app/(house)/account/passkeys/commands.ts askToAdd': { who: everyone, harmless: [{ odd: 1 }] },
  'app/(house)/account/passkeys/commands.ts beginWithPasskey': { who: everyone, harmless: [{}] },
  'app/(house)/account/passkeys/commands.ts keepPasskey': { who: everyone, harmless: [{}] },
  'app/(house)/account/passkeys/commands.ts rename': { who: everyone, harmless: [{}] },
  'app/(house)/account/passkeys/commands.ts askToRemove': { who: everyone, harmless: [{}] },
  'app/(house)/account/passkeys/commands.ts remove': { who: everyone, harmless: [{}] },
  'app/(house)/account/passkeys/commands.ts stopReset': { who: everyone, harmless: [{ odd: 1 }] },
  'app/(house)/approvals/grants/commands.ts propose': {
    who: workers,
    harmless: [''],
    notTheirs: { arguments: (id) => [id], ...forApprovers },
  },
  'app/(house)/approvals/grants/commands.ts allow': { who: workers, harmless: [{}] },
  'app/(house)/approvals/grants/commands.ts revoke': { who: deciders, harmless: [{}] },
  'app/(house)/admin/audit/commands.ts verify': { who: overseers, harmless: [] },
  'app/(house)/admin/audit/commands.ts erase': { who: admin, harmless: [{}] },
  'app/(house)/admin/budgets/commands.ts changeBudget': { who: admin, harmless: [{}] },
  'app/(house)/admin/connections/commands.ts confirm': { who: admin, harmless: [{}] },
  'app/(house)/admin/connections/commands.ts confirmAll': { who: admin, harmless: [{}] },
  'app/(house)/admin/connections/commands.ts switchConnection': { who: admin, harmless: [{}] },
  'app/(house)/admin/connections/commands.ts switchOperation': { who: admin, harmless: [{}] },
  'app/(house)/admin/connections/commands.ts setAccess': { who: admin, harmless: [{}] },
  'app/(house)/admin/connections/commands.ts setLimits': { who: admin, harmless: [{}] },
  'app/(house)/admin/organisation/commands.ts changeHours': { who: admin, harmless: [{}] },
  'app/(house)/admin/organisation/commands.ts setMoney': { who: admin, harmless: [{}] },
  'app/(house)/admin/pauses/commands.ts pause': { who: admin, harmless: [{}] },
  'app/(house)/admin/pauses/commands.ts resume': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts addPerson': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts changePerson': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts setActive': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts givePassword': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts confirmReset': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts cancelReset': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts makeKey': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts endKey': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts addTeam': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts changeTeam': { who: admin, harmless: [{}] },
  'app/(house)/admin/people/commands.ts endTeam': { who: admin, harmless: [{}] },
  'app/(house)/admin/policy/commands.ts checkPolicy': { who: admin, harmless: [{}] },
  'app/(house)/admin/policy/commands.ts simulate': { who: admin, harmless: [{}] },
  'app/(house)/admin/policy/commands.ts dismiss': { who: admin, harmless: [{}] },
  'app/(house)/admin/policy/commands.ts savePolicy': { who: admin, harmless: [{}] },
}

/** Files that are answered to anyone: they say nothing of anyone. */
export const fileDoors: readonly string[] = ['/icon.svg']
