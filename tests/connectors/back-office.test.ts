import { describe, expect, test } from 'vitest'
import { addBuiltInConnection, addConnection, findOperation, openClient } from '#lib/connectors/index.ts'
import { AttemptError } from '#lib/core/index.ts'
import { startDemo } from '../support/start-demo.ts'
import { testPlatform } from '../support/test-platform.ts'

const actor = { kind: 'system', id: null } as const
const demo = await startDemo()
const platform = await testPlatform({ variables: { SMTP_URL: demo.smtpUrl } })
for (const tag of ['commerce', 'crm']) {
  await addConnection(platform, { name: tag, url: `${demo.url}/openapi.json`, tags: [tag], confirm: true, actor })
}
await addBuiltInConnection(platform, { kind: 'mail', name: 'mail', actor })

async function opened(name: string) {
  const { operation, connection } = await findOperation(platform, { person: { teams: [] }, operation: name })
  const { client } = await openClient(platform, connection.id)
  return { operation, context: { client, actionId: platform.ids(), signal: AbortSignal.timeout(15_000) } }
}

async function classOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => null,
    (caught: unknown) => caught,
  )
  return error instanceof AttemptError ? error.class : String(error)
}

const input = { orderId: '1043', amount: { amount: '9.90', currency: 'EUR' }, reason: 'arrived broken' }

describe('the back office over its document', () => {
  test('a live preview shows the order as it is, and after', async () => {
    const { operation, context } = await opened('commerce.refund_order')
    if (operation.preview?.live !== true) throw new Error('not live')
    const preview = await operation.preview.make(input, context)
    expect(preview.summary).toMatch(/^Refund 9\.90 EUR to .+ for order 1043$/)
    expect(preview.changes.find(({ path }) => path === 'refunded')).toMatchObject({ before: { amount: '0.00' }, after: { amount: '9.90' } })
    expect(preview.warnings).toEqual([])
  })

  test('an answer that got lost: the same key again is the same effect, and the check finds it', async () => {
    const { operation, context } = await opened('commerce.refund_order')
    await demo.addFault({ path: '*', method: 'POST', mode: 'drop_after', count: 1 })
    expect(await classOf(operation.run(input, context))).toBe('unknown')
    const found = await operation.check?.(input, context)
    expect(found).toMatchObject({ happened: true, output: { reference: context.actionId } })
    expect(operation.output.parse(found?.happened === true ? found.output : null).ok).toBe(true)
    await operation.run(input, context)
    expect(await demo.journal(context.actionId)).toHaveLength(1)
    expect(await demo.requests(context.actionId)).not.toHaveLength(1)
  })

  test.each([
    ['500', 'unknown', 0],
    ['429', 'before_effect', 0],
    ['drop_before', 'unknown', 0],
    ['drop_after', 'unknown', 1],
    ['garbage', 'unknown', 1],
  ] as const)('%s where no key is taken is %s', async (mode, expected, effects) => {
    const { operation, context } = await opened('crm.set_credit_limit')
    await demo.addFault({ path: '*', method: 'PUT', mode, count: 1 })
    expect(await classOf(operation.run({ contactId: '501', amount: { amount: '700.00', currency: 'EUR' } }, context))).toBe(expected)
    expect(await demo.journal(context.actionId)).toHaveLength(effects)
  })

  test('a refusal says what the system says', async () => {
    const { operation, context } = await opened('commerce.refund_order')
    const run = operation.run({ ...input, amount: { amount: '99999.00', currency: 'EUR' } }, context)
    await expect(run).rejects.toMatchObject({ class: 'refused', message: expect.stringContaining('at most') })
  })

  test('a mail goes out once, and its faults are told apart', async () => {
    const mail = { to: 'ada@example.test', subject: 'Sorry', body: 'We are sorry.' }
    const { operation, context } = await opened('mail.send')
    await demo.addFault({ path: 'smtp', method: '*', mode: '429', count: 1 })
    expect(await classOf(operation.run(mail, context))).toBe('before_effect')
    await demo.addFault({ path: 'smtp', method: '*', mode: '500', count: 1 })
    expect(await classOf(operation.run(mail, context))).toBe('refused')
    expect(await operation.run(mail, context)).toEqual({ messageId: `<${context.actionId}@countersign>` })
    expect(await demo.journal(context.actionId)).toHaveLength(1)
    const lost = { ...context, actionId: platform.ids() }
    await demo.addFault({ path: 'smtp', method: '*', mode: 'drop_after', count: 1 })
    expect(await classOf(operation.run(mail, lost))).toBe('unknown')
    expect(await demo.journal(lost.actionId)).toHaveLength(1)
  })
})
