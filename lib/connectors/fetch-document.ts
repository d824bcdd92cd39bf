import { AppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { createOutbound, hostAndPort, isPrivateHost, OutboundError } from '#lib/platform/outbound-http.ts'

const maxBytes = 16 * 2 ** 20
const deadlineMs = 15_000

/**
 * The text of an OpenAPI document at an http or https address. Private addresses are reached in the demo, or where `allowPrivate`
 * says so. Throws AppError `invalid`, or `unavailable` when the server does not answer.
 */
export async function fetchDocument(platform: Platform, url: string, { allowPrivate = platform.env.DEMO } = {}): Promise<string> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new AppError('invalid', 'The address of the document must begin with http:// or https://.')
  }
  const address = new URL(url)
  if (address.username !== '' || address.password !== '')
    throw new AppError('invalid', 'The address of the document must not hold a password.')
  const outbound = createOutbound({ allowedHosts: allowPrivate && isPrivateHost(address) ? [hostAndPort(address)] : [] })
  try {
    const accept = 'application/json, application/yaml, text/yaml, */*;q=0.5'
    const signal = AbortSignal.timeout(deadlineMs)
    const answer = await outbound.send({ method: 'GET', url: address, headers: { accept, 'user-agent': 'Countersign' }, signal, maxBytes })
    if (answer.status < 200 || answer.status > 299)
      throw new AppError('invalid', `There is no document at ${url}: the server answered ${answer.status}.`)
    return answer.body.toString('utf8')
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    const code =
      error.failure === 'blocked' || error.failure === 'redirect' ? 'invalid' : error.failure === 'too_large' ? 'too_large' : 'unavailable'
    throw new AppError(code, `The document could not be fetched: ${error.message}`, { cause: error })
  } finally {
    await outbound.close()
  }
}
