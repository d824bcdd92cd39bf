import { expect, test } from 'vitest'
import { localPath } from './local-path.ts'

test.each(['/', '/approvals?scope=mine', '/actions/1#end'])('%s is gone on to', (path) => {
  expect(localPath(path)).toBe(path)
})

test.each([
  undefined,
  null,
  '',
  'approvals',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example/',
  '/.//evil.example',
  'javascript:alert(1)',
  '/sign-in?next=/sign-in',
  '/api/v1/actions',
])('%s is not: one lands on the first page', (path) => {
  expect(localPath(path)).toBe('/')
})
