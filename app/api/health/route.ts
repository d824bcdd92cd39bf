import { getPlatform, newTraceId } from '#lib/platform/index.ts'
import { type PulseHealth, pulseHealth } from '#lib/platform/pulse/index.ts'
import { withCommonHeaders } from '../v1/_door/answers.ts'
import { version } from '../version.ts'

/** For load balancers and supervisors: no sign-in, nothing kept, nothing said but whether it works. */
const patienceMs = 2_000

export const dynamic = 'force-dynamic'

/**
 * 503 only when this process cannot do its part: a load balancer should ask another one. When no worker lives, or what waits waits too
 * long, every web process would say the same, and the pages still answer: that is 200 and `degraded`, for a monitor to read.
 */
export async function GET(): Promise<Response> {
  const work = await within(patienceMs, pulseHealth(getPlatform()))
  const checks = work === null ? { database: 'no answer' } : { database: 'ok', ...work }
  const body = { status: statusOf(work), version, checks }
  const headers = { 'content-type': 'application/json', ...(work === null ? { 'retry-after': '2' } : {}) }
  const response = new Response(JSON.stringify(body), { status: work === null ? 503 : 200, headers })
  return withCommonHeaders(response, { traceId: newTraceId(), https: false })
}

function statusOf(work: PulseHealth | null): 'ok' | 'degraded' | 'failing' {
  if (work === null) return 'failing'
  return work.workers === 'ok' && work.queues === 'ok' ? 'ok' : 'degraded'
}

async function within<T>(ms: number, asked: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  try {
    return await Promise.race([asked.catch(() => null), tooLong])
  } finally {
    clearTimeout(timer)
  }
}
