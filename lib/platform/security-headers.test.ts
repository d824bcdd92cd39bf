import { expect, test } from 'vitest'
import { dataHeaders, pageHeaders } from './security-headers.ts'

const policyOf = (headers: Record<string, string>) => headers['content-security-policy'] ?? ''

test('a page runs only scripts with its nonce and stands in no frame', () => {
  const policy = policyOf(pageHeaders({ nonce: 'abc', https: false, development: false }))
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("base-uri 'none'")
  expect(policy).toContain("object-src 'none'")
  expect(policy).toContain("form-action 'self'")
  expect(policy).not.toMatch(/unsafe-eval|ws:|\*/)
})

test('over https the browser is told to stay there, over http not', () => {
  expect(pageHeaders({ nonce: 'a', https: true, development: false })['strict-transport-security']).toMatch(/max-age=31536000/)
  expect(dataHeaders({ https: false })['strict-transport-security']).toBeUndefined()
})

test('data is never kept by a cache on the way', () => {
  expect(dataHeaders({ https: true })).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
})
