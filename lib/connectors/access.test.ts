import { describe, expect, test } from 'vitest'
import { mayUse } from './access.ts'
import type { ConnectedOperation } from './connected-operation.ts'

const connected = (name: string, access: { team: string; operations: string[] }[]) =>
  ({ operation: { name }, connection: { access } }) as unknown as ConnectedOperation

describe('a connection that names teams is for them and those operations alone', () => {
  const access = [
    { team: 'finance', operations: ['books.*'] },
    { team: 'support', operations: ['books.get_*', 'books.list_*'] },
  ]
  test.each([
    ['nobody’s team', [], 'books.pay', false],
    ['another team', ['sales'], 'books.pay', false],
    ['the team', ['finance'], 'books.pay', true],
    ['a team that may only read', ['support'], 'books.get_entry', true],
    ['a team that may only read, writing', ['support'], 'books.pay', false],
    ['two teams: one of them is enough', ['support', 'finance'], 'books.pay', true],
  ])('%s', (_, teams, operation, expected) => {
    expect(mayUse({ teams }, connected(operation, access))).toBe(expected)
  })
  test('one without teams is everybody’s', () => {
    expect(mayUse({ teams: [] }, connected('books.pay', []))).toBe(true)
  })
  test('a team with no operations may use none', () => {
    expect(mayUse({ teams: ['finance'] }, connected('books.pay', [{ team: 'finance', operations: [] }]))).toBe(false)
  })
})
