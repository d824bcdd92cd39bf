import { demoConnections, demoOrganisation } from '#demo/organisation.ts'
import { type ActionRequest, type ActionRow, loadAction, prepareAction, requestAction, runAction } from '#lib/actions/index.ts'
import { addBuiltInConnection, addConnection } from '#lib/connectors/index.ts'
import type { Role } from '#lib/core/index.ts'
import { type Caller, createPerson } from '#lib/people/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { ensureDefaultPolicy, saveOrganisation } from '#lib/policy/index.ts'
import { type Demo, startDemo } from './start-demo.ts'
import { type TestPlatform, type TestPlatformOptions, testPlatform } from './test-platform.ts'

export interface House {
  platform: TestPlatform
  demo: Demo
  member: Caller
  member2: Caller
  approver: Caller
  approver2: Caller
  admin: Caller
  auditor: Caller
  /** Asks as the member, unless told otherwise. */
  ask(operation: string, input: unknown, more?: Partial<ActionRequest>): Promise<ActionRow>
  /** Preview and verdict, nothing more. */
  prepare(id: string): Promise<ActionRow>
  /** What the workers would do with it until it rests: preview and verdict, then the attempt. */
  work(id: string): Promise<ActionRow>
  look(id: string): Promise<ActionRow>
}

const system = { kind: 'system', id: null } as const

/** A seeded organisation with people, connections to a real back office and the default policy. No worker runs: the test moves each step. */
export async function openHouse(options: TestPlatformOptions = {}): Promise<House> {
  const demo = await startDemo()
  const platform = await testPlatform({ ...options, variables: { SMTP_URL: demo.smtpUrl, ...options.variables } })
  await ensureDefaultPolicy(platform)
  await saveOrganisation(platform, demoOrganisation)
  const document = await (await fetch(`${demo.url}/openapi.json`)).text()
  for (const { name, title, tags } of demoConnections) {
    await addConnection(platform, {
      name,
      title,
      tags: [...tags],
      document,
      baseUrl: demo.url,
      confirm: true,
      allowPrivate: true,
      actor: system,
    })
  }
  await addBuiltInConnection(platform, { kind: 'mail', name: 'mail', actor: system })
  const look = (id: string) => loadAction(platform.db, id)
  const member = await person(platform, 'Max Weber', ['member'])
  return {
    platform,
    demo,
    member,
    member2: await person(platform, 'Lena Vogt', ['member']),
    approver: await person(platform, 'Bea Moreau', ['approver', 'member']),
    approver2: await person(platform, 'Ada Okafor', ['approver', 'member']),
    admin: await person(platform, 'Ines Duarte', ['admin']),
    auditor: await person(platform, 'Olu Adeyemi', ['auditor']),
    ask: (operation, input, more = {}) =>
      requestAction(platform, { caller: member, via: 'api', operation, input, traceId: newTraceId(), ...more }),
    async prepare(id) {
      await prepareAction(platform, id)
      return look(id)
    },
    async work(id) {
      await prepareAction(platform, id)
      await runAction(platform, id, 'test')
      return look(id)
    },
    look,
  }
}

/** A person of the house, as a signed-in caller. */
export async function person(platform: TestPlatform, name: string, roles: Role[]): Promise<Caller> {
  const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@acme.test`
  const { id } = await createPerson(platform, { name, email, roles, actor: system })
  return { personId: id, name, email, roles, teams: [], standsInFor: [], apiKeyId: null, scopes: [], via: 'session' }
}

/** The same person through an API key. */
export function byKey(caller: Caller, scopes: string[] = []): Caller {
  return { ...caller, apiKeyId: '01890000-0000-7000-8000-000000000000', scopes, via: 'key' }
}

export const refund = (amount = '49.90', orderId = '1042') => ({ orderId, amount: { amount, currency: 'EUR' }, reason: 'arrived broken' })
