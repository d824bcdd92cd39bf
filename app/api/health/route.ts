import { getPlatform, newTraceId } from '#lib/platform/index.ts'
import { withCommonHeaders } from '../v1/_door/answers.ts'
import { version } from '../version.ts'

/** For load balancers and supervisors: no sign-in, nothing kept, nothing said but whether it works. */
const patienceMs = 2_000

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const database = await databaseAnswers()
  const body = { status: database ? 'ok' : 'failing', version, checks: { database: database ? 'ok' : 'no answer' } }
  const headers = { 'content-type': 'application/json', ...(database ? {} : { 'retry-after': '2' }) }
  const response = new Response(JSON.stringify(body), { status: database ? 200 : 503, headers })
  return withCommonHeaders(response, { traceId: newTraceId(), https: false })
}

async function databaseAnswers(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  try {
    const asked = getPlatform()
      .pool.query('select 1')
      .then(
        () => true,
        () => false,
      )
    return await Promise.race([asked, tooLong])
  } finally {
    clearTimeout(timer)
  }
}
