import { demoPassword } from '#demo/organisation.ts'
import { AppError } from '#lib/core/index.ts'
import { callerByKey } from '#lib/people/index.ts'
import type { Env } from '#lib/platform/env.ts'
import { withPlatform } from '../with-platform.ts'
import { signedIn, withKey } from './api-client.ts'
import { localUrl } from './figures.ts'
import type { RealAction } from './real-action.ts'

/** What the person at the terminal said. */
export interface ActionWish {
  key: string | undefined
  operation: string | undefined
  /** JSON. */
  input: string | undefined
  url: string | undefined
  waitSeconds: number
}

export const actionUsage =
  'npm run doctor -- --action [--key KEY] [--operation NAME --input JSON] [--url URL] [--wait SECONDS]   (KEY also from COUNTERSIGN_API_KEY)'

/** Who asks for what, and who approves: in the demo its people, elsewhere the owner of a key and a person. Throws AppError 'invalid'. */
export async function chooseAction(env: Env, wish: ActionWish, say: (line: string) => void): Promise<RealAction> {
  const url = (wish.url ?? localUrl(env)).replace(/\/+$/, '')
  const shared = {
    linkTo: (id: string) => `${wish.url === undefined ? env.PUBLIC_URL : url}/approvals?card=${id}`,
    personMs: wish.waitSeconds * 1_000,
    say,
  }
  const own = wish.operation === undefined ? null : { operation: wish.operation, input: parseInput(wish.input) }
  if (wish.key !== undefined) {
    const wanted = own ?? { operation: 'mail.send', input: mailTo(await ownerOf(wish.key, wish.url)) }
    return { ...shared, ...wanted, asker: withKey(url, wish.key), approver: null, countEffects: null }
  }
  if (!env.DEMO) throw new AppError('invalid', `Outside the demo this needs an API key (npm run key makes one): ${actionUsage}`)
  const [asker, approver] = await Promise.all(
    ['member@acme.test', 'approver@acme.test'].map((email) => signedIn(url, { email, password: demoPassword })),
  )
  if (asker === undefined || approver === undefined) throw new TypeError('two people were asked for')
  // A mail to the demo's own mail server: it can be sent any number of times, and always asks an approver.
  const wanted = own ?? { operation: 'mail.send', input: mailTo('member@acme.test') }
  return { ...shared, ...wanted, asker, approver, countEffects: demoEffects(env) }
}

function mailTo(to: string) {
  const subject = 'A look by the doctor'
  return { to, subject, body: 'Sent by "npm run doctor -- --action" to see whether an action goes from asking to its effect.' }
}

function parseInput(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    throw new AppError('invalid', `--operation needs its input as JSON: ${actionUsage}`)
  }
}

/** The address of the key's owner. Only the database knows it, so a system on another machine needs --operation and --input. */
async function ownerOf(key: string, url: string | undefined): Promise<string> {
  if (url !== undefined) throw new AppError('invalid', `With --url say what to do, too: ${actionUsage}`)
  const caller = await withPlatform('npm run doctor', (platform) => callerByKey(platform, key), { asItIs: true })
  if (caller === null) throw new AppError('invalid', 'This key is unknown or revoked, or its owner is not active.')
  return caller.email
}

/** The back office of the demo keeps a journal of what really happened. */
function demoEffects(env: Env): ((id: string) => Promise<number>) | null {
  if (env.SMTP_URL !== `smtp://127.0.0.1:${env.DEMO_PORT + 1}`) return null
  return async (id) => {
    const address = `http://127.0.0.1:${env.DEMO_PORT}/_journal?key=${encodeURIComponent(id)}`
    const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) })
    return ((await answer.json()) as { items: unknown[] }).items.length
  }
}
