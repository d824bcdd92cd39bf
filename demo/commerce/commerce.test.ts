import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { euros, startTestBackOffice, type TestBackOffice } from '../test-back-office.ts'

let office: TestBackOffice
beforeAll(async () => {
  office = await startTestBackOffice()
})
afterAll(() => office.stop())

const refund = (orderId: string, amount: unknown, key?: string) =>
  office.send('POST', `/orders/${orderId}/refunds`, { body: { amount, reason: 'arrived broken' }, ...(key === undefined ? {} : { key }) })

async function firstOrder(status: string) {
  const { body } = await office.send('GET', `/orders?status=${status}&limit=1`)
  return (body.items as { orderId: string; total: { currency: string } }[])[0] as { orderId: string; total: { currency: string } }
}

describe('the orders that others rely on', () => {
  test('1042 to 1061 are paid, delivered, 60.00 EUR or more, and nothing is refunded', async () => {
    for (let number = 1042; number <= 1061; number += 1) {
      const { body } = await office.send('GET', `/orders/${number}`)
      expect(body).toMatchObject({ orderId: String(number), status: 'delivered', refunded: euros('0.00'), paid: body.total })
      const { amount, currency } = body.paid as { amount: string; currency: string }
      expect(Number(amount)).toBeGreaterThanOrEqual(60)
      expect(currency).toBe('EUR')
    }
  })

  test('1042 is the vase of Ada Lovelace', async () => {
    const { body } = await office.send('GET', '/orders/1042')
    expect(body).toMatchObject({ customer: { name: 'Ada Lovelace', email: 'ada@example.test' }, items: [{ name: 'Glass vase “Aurora”' }] })
  })
})

describe('refunds', () => {
  test('a part, then the rest: the sums and the status follow', async () => {
    expect((await refund('1043', euros('20.00'))).status).toBe(201)
    const after = (await office.send('GET', '/orders/1043')).body
    expect(after).toMatchObject({
      status: 'partly_refunded',
      refunded: euros('20.00'),
      refunds: [{ amount: euros('20.00'), reason: 'arrived broken' }],
    })
    await refund('1043', after.refundable)
    expect((await office.send('GET', '/orders/1043')).body).toMatchObject({
      status: 'refunded',
      refundable: euros('0.00'),
      refunded: after.paid,
    })
    const invoice = (await office.send('GET', '/invoices?orderId=1043')).body.items as object[]
    expect(invoice).toMatchObject([{ status: 'credited', credited: after.paid, balance: euros('0.00') }])
  })

  test('more than was paid less what was refunded is refused in plain words, and nothing happens', async () => {
    await refund('1044', euros('20'))
    const tooMuch = await refund('1044', euros('9999'), 'too-much')
    expect(tooMuch.status).toBe(422)
    expect(tooMuch.headers.get('content-type')).toContain('application/problem+json')
    expect(tooMuch.body.detail).toMatch(/^Order 1044 can be refunded .* EUR at most/)
    expect((await office.send('GET', '/orders/1044')).body.refunded).toEqual(euros('20.00'))
    expect(await office.journal('too-much')).toEqual([])
  })

  test.each([
    ['another currency', { amount: '10.00', currency: 'USD' }],
    ['nothing', euros('0.00')],
    ['less than nothing', euros('-5.00')],
    ['a part of a cent', euros('5.001')],
    ['a number instead of a text', { amount: 5, currency: 'EUR' }],
    ['no currency', { amount: '5.00' }],
  ])('%s is refused', async (_what, amount) => {
    expect((await refund('1045', amount)).status).toBe(422)
    expect((await office.send('GET', '/orders/1045')).body.refunded).toEqual(euros('0.00'))
  })

  test('an order that was not paid or is cancelled gives nothing back', async () => {
    const pending = await firstOrder('pending')
    expect((await refund(pending.orderId, { amount: '1.00', currency: pending.total.currency })).status).toBe(422)
    const cancelled = await firstOrder('cancelled')
    expect((await refund(cancelled.orderId, { amount: '1.00', currency: cancelled.total.currency })).status).toBe(409)
  })
})

describe('cancelling', () => {
  test('gives back what was paid and leaves nothing owed', async () => {
    const { orderId } = await firstOrder('paid')
    const { status, body } = await office.send('POST', `/orders/${orderId}/cancel`, { body: { reason: 'ordered twice' }, key: 'cancel-1' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'cancelled',
      cancelReason: 'ordered twice',
      refunded: body.paid,
      refunds: [{ reference: 'cancel-1' }],
    })
    const invoices = (await office.send('GET', `/invoices?orderId=${orderId}`)).body.items as { balance: { amount: string } }[]
    expect(invoices[0]?.balance.amount).toBe('0.00')
    expect((await office.send('POST', `/orders/${orderId}/cancel`, { body: { reason: 'again' } })).status).toBe(409)
  })

  test('what was shipped stays', async () => {
    expect((await office.send('POST', '/orders/1046/cancel', { body: { reason: 'no' } })).status).toBe(409)
  })
})

describe('the books', () => {
  test('every invoice adds up, and so do the accounts of the customers', async () => {
    const { items, total } = (await office.send('GET', '/invoices?limit=100')).body as unknown as {
      items: Record<string, { amount: string }>[]
      total: number
    }
    expect(total).toBe(120)
    const cents = (value: { amount: string } | undefined) => Math.round(Number(value?.amount) * 100)
    const owed = new Map<string, number>()
    for (const { total: billed, paid, refunded, credited, balance, customerId } of items) {
      expect(cents(balance)).toBe(cents(billed) - cents(credited) - cents(paid) + cents(refunded))
      const customer = String(customerId)
      owed.set(customer, (owed.get(customer) ?? 0) + cents(balance))
    }
    const { body } = await office.send('GET', '/customers/2004')
    expect(cents(body.openBalance as unknown as { amount: string })).toBeGreaterThanOrEqual(owed.get('2004') ?? 0)
  })

  test('searches find words without regard to accents and capitals', async () => {
    const { body } = await office.send('GET', '/products?query=FAROER%20wool')
    expect(body.items).toMatchObject([{ name: 'Wool blanket “Färöer”' }])
    expect((await office.send('GET', '/shipments?orderId=1042')).body.items).toMatchObject([{ status: 'delivered' }])
    expect((await office.send('GET', '/orders?email=ADA@example.test')).body.total).toBe(2)
  })

  test('unknown ids are 404 and tell which', async () => {
    for (const path of ['/orders/9999', '/customers/9999']) {
      const { status, body } = await office.send('GET', path)
      expect([status, String(body.detail)]).toEqual([404, expect.stringContaining('9999')])
    }
    expect((await refund('9999', euros('1.00'))).status).toBe(404)
  })
})
