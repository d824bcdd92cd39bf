import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { euros, startTestBackOffice, type TestBackOffice } from './test-back-office.ts'

let now = new Date('2026-11-20T10:00:00Z')
let office: TestBackOffice
beforeAll(async () => {
  office = await startTestBackOffice({ now: () => now, slowMs: 3_000 })
})
afterAll(() => office.stop())

const refund = (orderId: string, amount: string, key: string) =>
  office.send('POST', `/orders/${orderId}/refunds`, { body: { amount: euros(amount), reason: 'arrived broken' }, key })
const fault = (body: object) => office.send('PUT', '/_faults', { body })
const refunded = async (orderId: string) => (await office.send('GET', `/orders/${orderId}`)).body.refunded

describe('keys', () => {
  test('the same request again: the first answer, one effect, two requests', async () => {
    const first = await refund('1042', '49.90', 'same')
    const second = await refund('1042', '49.90', 'same')
    expect(second).toMatchObject({ status: 201, body: first.body })
    expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true'])
    expect(await refunded('1042')).toEqual(euros('49.90'))
    expect(await office.journal('same')).toMatchObject([{ operation: 'commerce.refund_order', key: 'same' }])
    expect(await office.requests('same')).toHaveLength(2)
  })

  test('twenty at once: one effect', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => refund('1043', '1.00', 'crowd')))
    expect(new Set(replies.map(({ body }) => body.refundId)).size).toBe(1)
    expect(await refunded('1043')).toEqual(euros('1.00'))
  })

  test('the same key for another amount or another order is refused', async () => {
    await refund('1044', '5.00', 'other')
    expect((await refund('1044', '6.00', 'other')).status).toBe(422)
    expect((await refund('1045', '5.00', 'other')).status).toBe(422)
    expect(await refunded('1044')).toEqual(euros('5.00'))
  })

  test('a refusal by the rules is the answer to its key, too', async () => {
    expect((await refund('1046', '5000.00', 'no')).status).toBe(422)
    expect((await refund('1046', '5000.00', 'no')).headers.get('idempotency-replayed')).toBe('true')
  })

  test('kept for 24 hours, then forgotten', async () => {
    await refund('1047', '1.00', 'day')
    const morning = now
    now = new Date(morning.getTime() + 24 * 3_600_000 - 1)
    await refund('1047', '1.00', 'day')
    expect(await refunded('1047')).toEqual(euros('1.00'))
    now = new Date(morning.getTime() + 24 * 3_600_000)
    await refund('1047', '1.00', 'day')
    expect(await refunded('1047')).toEqual(euros('2.00'))
  })

  test('the journal goes by the correlation id, also where no key was sent', async () => {
    await office.send('POST', '/orders/1048/refunds', { body: { amount: euros('1'), reason: 'late' }, correlation: 'no-key' })
    expect(await office.journal('no-key')).toHaveLength(1)
  })
})

describe('faults', () => {
  test.each([
    ['500', 500],
    ['429', 429],
  ])('%s does nothing', async (mode, status) => {
    await fault({ path: '/orders/1049/refunds', method: 'POST', mode, count: 1 })
    const failed = await refund('1049', '1.00', `fault-${mode}`)
    expect(failed.status).toBe(status)
    expect(failed.headers.get('retry-after')).toBe(mode === '429' ? '1' : null)
    expect(await office.journal(`fault-${mode}`)).toEqual([])
    expect((await refund('1049', '1.00', `fault-${mode}`)).status).toBe(201)
    expect(await office.requests(`fault-${mode}`)).toMatchObject([{ fault: mode }, { fault: null }])
  })

  test('timeout does nothing and never answers', async () => {
    await fault({ path: '*', method: 'POST', mode: 'timeout', count: 1 })
    const body = { amount: euros('1.00'), reason: 'late' }
    const leave = new AbortController()
    const waiting = office.send('POST', '/orders/1050/refunds', { body, key: 'hang' }, leave.signal)
    await expect.poll(() => office.requests('hang')).toHaveLength(1)
    leave.abort()
    await expect(waiting).rejects.toThrow()
    expect(await office.journal('hang')).toEqual([])
    expect(await office.requests('hang')).toHaveLength(1)
  })

  test('slow does it at once and answers late', async () => {
    await fault({ path: '/orders/{orderId}/refunds', mode: 'slow' })
    const slow = refund('1051', '1.00', 'slow')
    await expect.poll(() => office.journal('slow')).toHaveLength(1)
    expect(await Promise.race([slow, Promise.resolve('not yet')])).toBe('not yet')
    expect((await slow).status).toBe(201)
  })

  test('drop_before does nothing, drop_after does it: both close without an answer', async () => {
    await fault({ path: '*', method: 'POST', mode: 'drop_before', count: 1 })
    await fault({ path: '*', method: 'POST', mode: 'drop_after', count: 1 })
    await expect(refund('1052', '1.00', 'drop')).rejects.toThrow()
    expect(await office.journal('drop')).toHaveLength(0)
    await expect(refund('1052', '1.00', 'drop')).rejects.toThrow()
    expect(await office.journal('drop')).toHaveLength(1)
    expect((await refund('1052', '1.00', 'drop')).headers.get('idempotency-replayed')).toBe('true')
    expect(await refunded('1052')).toEqual(euros('1.00'))
  })

  test('garbage does it and answers 200 with something else', async () => {
    await fault({ path: '*', mode: 'garbage', count: 1 })
    const { status, body } = await refund('1053', '1.00', 'garbage')
    expect([status, body.refundId]).toEqual([200, undefined])
    expect(await office.journal('garbage')).toHaveLength(1)
  })

  test('a fault waits for its method and path, counts down, and can be cleared', async () => {
    await fault({ path: '/orders/1054', method: 'GET', mode: '500', count: 2 })
    expect((await office.send('GET', '/orders/1055')).status).toBe(200)
    expect((await refund('1054', '1.00', 'miss')).status).toBe(201)
    expect((await office.send('GET', '/orders/1054')).status).toBe(500)
    await office.send('DELETE', '/_faults')
    expect((await office.send('GET', '/orders/1054')).status).toBe(200)
  })

  test('"*" leaves the inside paths alone, and a fault that makes no sense is refused', async () => {
    await fault({ path: '*', mode: '500' })
    expect((await office.send('GET', '/_journal')).status).toBe(200)
    expect((await office.send('GET', '/openapi.json')).status).toBe(500)
    for (const wrong of [{ mode: 'explode' }, { mode: '500', count: 0 }, { mode: '500', path: 'orders' }, []])
      expect((await fault(wrong)).status).toBe(422)
  })
})

describe('what does not fit', () => {
  test.each([
    ['malformed JSON', 'POST', '/tickets', '{"subject":', 400],
    ['a list', 'POST', '/tickets', [], 422],
    ['more than 1 MiB', 'POST', '/tickets', { subject: 'x'.repeat(1_100_000) }, 413],
    ['an unknown member', 'PATCH', '/tickets/87', { colour: 'red' }, 422],
    ['an unknown path', 'GET', '/nothing', undefined, 404],
    ['a wrong method', 'DELETE', '/orders/1042', undefined, 405],
    ['a badly encoded path', 'GET', '/orders/%E0%A4%A', undefined, 400],
    ['an unknown inside path', 'POST', '/_journal', undefined, 404],
  ])('%s is refused', async (_what, method, path, body, status) => {
    const reply = await office.send(method, path, { body })
    expect([reply.status, reply.body.status]).toEqual([status, status])
  })

  test('a body that is not JSON is refused', async () => {
    const response = await fetch(`${office.url}/tickets`, { method: 'POST', body: 'subject=x', headers: { 'content-type': 'text/plain' } })
    expect(response.status).toBe(415)
  })
})
