import { findCaller } from '#lib/people/index.ts'
import { route } from '../_door/index.ts'
import { eventStream } from './event-stream.ts'

export const dynamic = 'force-dynamic'

export const GET = route(
  { summary: 'Hints that something changed', permission: 'event.read', streams: 'text/event-stream' },
  ({ platform, request, caller }) => {
    const stillIn = async () => (await findCaller(platform, request.headers))?.caller ?? null
    return new Response(eventStream(platform, caller, stillIn, request.signal), {
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
    })
  },
)
