import { decideAction } from '#lib/approvals/index.ts'
import { createConversation, getConversation, startTurn, turnAnswer } from '#lib/assistant/index.ts'
import { addBuiltInConnection, addConnection } from '#lib/connectors/index.ts'
import type { Role } from '#lib/core/index.ts'
import { type Caller, createPerson } from '#lib/people/index.ts'
import { ensureDefaultPolicy } from '#lib/policy/index.ts'
import { startWorker } from '../../workers/start-worker.ts'
import { cleanUp } from '../support/clean-up.ts'
import { type Demo, startDemo } from '../support/start-demo.ts'
import { type TestPlatform, testPlatform } from '../support/test-platform.ts'
import { waitFor } from '../support/wait-for.ts'

export interface Stage {
  platform: TestPlatform
  demo: Demo
  member: Caller
  approver: Caller
  /** Says something and answers when the turn has ended. */
  say(
    text: string,
    conversationId?: string,
  ): ReturnType<typeof turnAnswer> extends Promise<infer Answer> ? Promise<Answer & { conversationId: string }> : never
  messages(conversationId: string): Promise<{ role: string; text: string; actionIds: string[]; kind: string }[]>
  decide(actionId: string, verdict: 'approve' | 'reject', comment?: string): Promise<void>
  /** The assistant's words once there are more than `count` messages. */
  newWords(conversationId: string, count: number): Promise<string>
}

const system = { kind: 'system', id: null } as const

/** The demo's systems, its default policy, a member and an approver, and a worker, on one database. */
export async function setStage(variables: Record<string, string>, options: { worker?: boolean } = {}): Promise<Stage> {
  const demo = await startDemo()
  const platform = await testPlatform({ variables: { SMTP_URL: demo.smtpUrl, WORKER_CONCURRENCY: '4', ...variables } })
  await ensureDefaultPolicy(platform)
  const document = await (await fetch(`${demo.url}/openapi.json`)).json()
  for (const name of ['commerce', 'helpdesk', 'crm']) {
    await addConnection(platform, {
      name,
      document: document as object,
      tags: [name],
      baseUrl: demo.url,
      confirm: true,
      allowPrivate: true,
      actor: system,
    })
  }
  await addBuiltInConnection(platform, { kind: 'mail', name: 'mail', actor: system })
  const member = await person(platform, 'Max Weber', ['member'])
  const approver = await person(platform, 'Bea Moreau', ['approver', 'member'])
  if (options.worker !== false) cleanUp(await startWorker(platform, 'test'))
  const messages: Stage['messages'] = async (conversationId) => {
    const { messages } = await getConversation(platform, { conversationId, caller: member })
    return messages.map(({ role, parts, metadata }) => ({
      role,
      kind: metadata?.kind ?? '',
      text: parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n'),
      actionIds: parts.flatMap((part) => (part.type === 'data-action' ? [part.data.actionId] : [])),
    }))
  }
  return {
    platform,
    demo,
    member,
    approver,
    messages,
    async say(text, given) {
      const conversationId = given ?? (await createConversation(platform, { caller: member })).id
      const { turnId } = await startTurn(platform, { caller: member, conversationId, text, via: 'chat', traceId: 'a'.repeat(32) })
      return { ...(await turnAnswer(platform, { turnId })), conversationId }
    },
    async decide(actionId, verdict, comment) {
      const row = await waitFor(() => platform.db.action.findFirst({ where: { id: actionId, digest: { not: null } } }))
      await decideAction(platform, { actionId, caller: approver, verdict, digest: row.digest ?? '', comment })
    },
    async newWords(conversationId, count) {
      const all = await waitFor(async () => ((await messages(conversationId)).length > count ? await messages(conversationId) : null), {
        within: 20_000,
      })
      return all.at(-1)?.text ?? ''
    },
  }
}

async function person(platform: TestPlatform, name: string, roles: Role[]): Promise<Caller> {
  const email = `${name.toLowerCase().replace(' ', '.')}@acme.test`
  const { id } = await createPerson(platform, { name, email, roles, actor: system })
  return { personId: id, name, email, roles, teams: [], standsInFor: [], apiKeyId: null, scopes: [], via: 'session' }
}
