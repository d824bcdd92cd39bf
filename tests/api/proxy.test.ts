import { NextRequest } from 'next/server.js'
import { expect, test } from 'vitest'
import { proxy } from '../../proxy.ts'

const visit = (path: string, cookie = '') => proxy(new NextRequest(`http://127.0.0.1:3000${path}`, { headers: { cookie } }))
const nonceOf = (response: Response) => /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]

test('a page without a session leads to the sign-in page and back', async () => {
  const response = await visit('/approvals?scope=all')
  expect(response.status).toBe(307)
  const target = new URL(response.headers.get('location') ?? '')
  expect([target.pathname, target.searchParams.get('next')]).toEqual(['/sign-in', '/approvals?scope=all'])
  expect(new URL((await visit('/')).headers.get('location') ?? '').search).toBe('')
})

test('the sign-in pages and pages with a session are shown', async () => {
  for await (const response of [visit('/sign-in'), visit('/sign-in/link?token=x'), visit('/chat', 'next-auth.session-token=x')]) {
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  }
  expect((await visit('/sign-in-elsewhere')).status).toBe(307)
})

test('every answer has a nonce of its own, and the page is told it', async () => {
  const [one, two] = [await visit('/sign-in'), await visit('/sign-in')]
  expect(nonceOf(one)).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  expect(nonceOf(one)).not.toBe(nonceOf(two))
  expect(one.headers.get('x-middleware-request-content-security-policy')).toBe(one.headers.get('content-security-policy'))
})

test('where the page lies is said by us, whatever the browser says', async () => {
  const request = new NextRequest('http://127.0.0.1:3000/sign-in', { headers: { 'x-countersign-path': '/forged' } })
  expect((await proxy(request)).headers.get('x-middleware-request-x-countersign-path')).toBe('/sign-in')
})
