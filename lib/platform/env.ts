import { resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'

/** Values of these are never repeated in a message. */
const secretNames: ReadonlySet<string> = new Set([
  'ENCRYPTION_KEY',
  'AUTH_SECRET',
  'ANTHROPIC_API_KEY',
  'ENCRYPTION_PUBLIC_KEY',
  'AUDIT_PUBLIC_KEY',
])

const port = (highest: number) => z.coerce.number().int().min(1).max(highest)
const key32 = z.string().refine((text) => /^[A-Za-z0-9+/]{43}=$/.test(text))
const url = (...protocols: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)) && new URL(text).hostname !== '')
/** An address, or a name and an address in angle brackets: one line. */
const notifyFrom = /^([^\p{Cc}<>]*<[^\s@<>,;]+@[^\s@<>,;]+>|[^\s@<>,;]+@[^\s@<>,;]+)$/u
const databaseUrl = url('postgres', 'postgresql')

/** Every variable: its schema, and in plain words what is wanted. */
const variables = {
  PORT: [port(65_535).default(3000), 'a port number from 1 to 65535'],
  HOST: [z.string().regex(/^\S+$/).default('127.0.0.1'), 'an address to listen on, like 127.0.0.1'],
  PUBLIC_URL: [url('http', 'https').optional(), 'an http or https address, like https://countersign.example.com'],
  DATA_DIR: [z.string().default('.data'), 'a folder'],
  DATABASE_URL: [databaseUrl.optional(), 'an address like postgresql://user:password@host:5432/database'],
  DATABASE_OWNER_URL: [databaseUrl.optional(), 'an address like postgresql://owner:password@host:5432/database'],
  REDIS_URL: [url('redis', 'rediss').optional(), 'an address like redis://host:6379'],
  ENCRYPTION_KEY: [key32.optional(), '32 bytes in base64'],
  AUTH_SECRET: [key32.optional(), '32 bytes in base64'],
  ANTHROPIC_API_KEY: [z.string().regex(/^\S+$/).optional(), 'a key without spaces'],
  ANTHROPIC_BASE_URL: [url('http', 'https').optional(), 'an http or https address'],
  WORKER_CONCURRENCY: [z.coerce.number().int().min(1).max(200).default(16), 'a whole number from 1 to 200'],
  DEMO: [
    z
      .enum(['0', '1'])
      .default('1')
      .transform((text) => text === '1'),
    '0 or 1',
  ],
  DEMO_PORT: [port(65_534).default(3010), 'a port number from 1 to 65534; the mail server takes the next one'],
  SMTP_URL: [url('smtp', 'smtps').optional(), 'an address like smtp://user:password@host:587'],
  NOTIFY_SMTP_URL: [url('smtp', 'smtps').optional(), 'an address like smtp://user:password@host:587'],
  NOTIFY_FROM: [
    z
      .string()
      .max(200)
      .refine((text) => notifyFrom.test(text))
      .optional(),
    'an e-mail address, like Countersign <countersign@example.com>',
  ],
  LOG_LEVEL: [
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    'trace, debug, info, warn, error, fatal or silent',
  ],
  // The rest is handed down by the supervisor or by tests; nobody sets these by hand.
  ENCRYPTION_PUBLIC_KEY: [z.string().optional(), 'a public key in base64'],
  AUDIT_PUBLIC_KEY: [z.string().optional(), 'a public key in base64'],
  TEST_DATABASE_ADMIN_URL: [databaseUrl.optional(), 'the address of a PostgreSQL server for tests, as its superuser'],
  TEST_SEED: [z.coerce.number().int().optional(), 'a whole number: the seed of the tests that try sequences'],
  TEST_RUNS: [z.coerce.number().int().min(1).optional(), 'a whole number: how many times more sequences those tests try'],
} as const

const schema = z.object(Object.fromEntries(Object.entries(variables).map(([name, [type]]) => [name, type])) as VariableSchemas)
type VariableSchemas = { -readonly [Name in keyof typeof variables]: (typeof variables)[Name][0] }

/**
 * The environment after validation. `DATA_DIR` is absolute; `PUBLIC_URL` has no slash at its end;
 * `DATABASE_URL` is empty for the embedded PostgreSQL (whatever starts it hands the address down to the other processes).
 */
export type Env = Omit<z.infer<typeof schema>, 'PUBLIC_URL' | 'DATABASE_URL'> & { PUBLIC_URL: string; DATABASE_URL: string }

/** The names that a person may set: everything but what the supervisor and the tests hand down. */
export const publicVariableNames = Object.keys(variables).filter((name) => !/PUBLIC_KEY$|^TEST_/.test(name))

/**
 * Reads and validates the environment. An empty value counts as not set.
 * Throws AppError 'invalid' whose one line names the variable, what was given (secrets aside) and what is wanted.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const given = Object.fromEntries(Object.keys(variables).flatMap((name) => (source[name] ? [[name, source[name]]] : [])))
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new AppError('invalid', explain(parsed.error.issues[0]?.path[0], given))
  const env = parsed.data
  if (env.NOTIFY_SMTP_URL !== undefined && env.NOTIFY_FROM === undefined) throw new AppError('invalid', explain('NOTIFY_FROM', given))
  return {
    ...env,
    DATA_DIR: resolve(env.DATA_DIR),
    DATABASE_URL: env.DATABASE_URL ?? '',
    PUBLIC_URL: (env.PUBLIC_URL ?? `http://${urlHost(env.HOST)}:${env.PORT}`).replace(/\/+$/, ''),
    SMTP_URL: env.SMTP_URL ?? (env.DEMO ? `smtp://127.0.0.1:${env.DEMO_PORT + 1}` : undefined),
  }
}

/** The environment of a child: all that this process has, changed by `changes`. What is `undefined` or empty is not there: some libraries stumble over an empty value. */
export function childEnvironment(
  changes: Readonly<Record<string, string | undefined>>,
  source: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const merged = Object.entries({ ...source, ...changes })
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''))
}

/** Whether only this machine can reach what listens on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** `host` as it stands in an address: IPv6 in brackets, and a wildcard as the loopback address it also answers on. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function explain(name: PropertyKey | undefined, given: Readonly<Record<string, string | undefined>>): string {
  const variable = String(name)
  const wanted = variables[variable as keyof typeof variables]?.[1] ?? 'something else'
  const shown = secretNames.has(variable) ? 'given is something else (not shown)' : `given is "${withoutPassword(given[variable] ?? '')}"`
  return `${variable}: ${shown}, wanted is ${wanted}. Change it in the environment or in .env.`
}

function withoutPassword(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replace(/^(\w+:\/*)?.*@/, '$1***@')
    .slice(0, 120)
}
