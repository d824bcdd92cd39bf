import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { expect, test } from 'vitest'
import { childEnvironment, isLoopback, publicVariableNames, readEnv } from './env.ts'

test('with nothing set every documented default holds', () => {
  const env = readEnv({})
  expect(env).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', PUBLIC_URL: 'http://127.0.0.1:3000', DEMO: true, DEMO_PORT: 3010 })
  expect(env).toMatchObject({ SMTP_URL: 'smtp://127.0.0.1:3011', WORKER_CONCURRENCY: 16, LOG_LEVEL: 'info' })
  expect(isAbsolute(env.DATA_DIR)).toBe(true)
  expect(env.DATABASE_URL).toBe('')
})

test('an empty value counts as not set', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: '' }).PORT).toBe(3000)
})

test('without the demo there is no mail server to fall back to', () => {
  expect(readEnv({ DEMO: '0' }).SMTP_URL).toBeUndefined()
})

test('mails that tell people are off; a server without a sender is refused, and so is a sender of two lines', () => {
  expect(readEnv({}).NOTIFY_SMTP_URL).toBeUndefined()
  const server = { NOTIFY_SMTP_URL: 'smtp://user:hush@mail.example.com' }
  expect(() => readEnv(server)).toThrow(/^NOTIFY_FROM: .*an e-mail address/)
  expect(() => readEnv({ ...server, NOTIFY_FROM: 'Us <us@example.com>\r\nBcc: them@example.com' })).toThrow(/^NOTIFY_FROM: [^\n]+$/)
  expect(() => readEnv({ ...server, NOTIFY_FROM: 'us@example.com, them@example.com' })).toThrow('NOTIFY_FROM')
  for (const from of ['us@example.com', 'Us <us@example.com>']) expect(readEnv({ ...server, NOTIFY_FROM: from }).NOTIFY_FROM).toBe(from)
})

test.each([
  ['PORT', 'eighty', '"eighty"', 'a port number'],
  ['PORT', '70000', '"70000"', 'from 1 to 65535'],
  ['DEMO_PORT', '65535', '"65535"', 'from 1 to 65534'],
  ['DATABASE_URL', 'mysql://root:hush@db/x', '"mysql://***@db/x"', 'postgresql://'],
  ['DATABASE_URL', 'hush@@db', '"***@db"', 'postgresql://'],
  ['DEMO', 'yes', '"yes"', '0 or 1'],
  ['LOG_LEVEL', 'loud', '"loud"', 'debug'],
  ['PUBLIC_URL', 'countersign.example.com', '"countersign.example.com"', 'https'],
  ['WORKER_CONCURRENCY', '0', '"0"', 'from 1 to 200'],
])('%s=%s is refused by one line with the name, what was given and what is wanted', (name, value, given, wanted) => {
  const read = () => readEnv({ [name]: value })
  expect(read).toThrow(new RegExp(`^${name}: [^\\n]+$`))
  expect(read).toThrow(given)
  expect(read).toThrow(wanted)
  expect(read).not.toThrow('hush')
})

test('a bad secret is refused without being repeated', () => {
  expect(() => readEnv({ ENCRYPTION_KEY: 'hush-hush' })).toThrow('32 bytes in base64')
  expect(() => readEnv({ ENCRYPTION_KEY: 'hush-hush' })).not.toThrow('hush-hush')
})

test('a child gets what it is given and not what was taken away', () => {
  expect(childEnvironment({ B: '2', C: undefined }, { A: '1', C: '3' })).toEqual({ A: '1', B: '2' })
})

test('only loopback addresses count as this machine alone', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].every(isLoopback)).toBe(true)
  expect(['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.evil.com'].some(isLoopback)).toBe(false)
})

test('.env.example lists every variable that a person may set', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  const listed = [...example.matchAll(/^# ?([A-Z_]+)=/gm)].map((match) => match[1])
  expect(listed.toSorted()).toEqual(publicVariableNames.toSorted())
})
