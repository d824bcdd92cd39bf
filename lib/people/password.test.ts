import { expect, test } from 'vitest'
import { hashPassword, passwordFits, passwordSchema } from './password.ts'

test('a hash is argon2id with the cost that OWASP asks for, and never twice the same', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await passwordFits('correct horse', one)).toBe(true)
  expect(await passwordFits('correct horsf', one)).toBe(false)
})

test('the same password typed on another keyboard fits', async () => {
  expect(await passwordFits('Größe-12', await hashPassword('Gro\u0308ße-12'))).toBe(true)
})

test('where there is no password, none fits', async () => {
  expect(await passwordFits('', null)).toBe(false)
  expect(await passwordFits('correct horse', null)).toBe(false)
})

test('too short and too long are refused', () => {
  expect(passwordSchema.safeParse('1234567').success).toBe(false)
  expect(passwordSchema.safeParse('ü'.repeat(129)).success).toBe(false)
  expect(passwordSchema.safeParse('ü'.repeat(128)).success).toBe(true)
})
