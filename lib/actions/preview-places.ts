import { type Platform, perPlatform } from '#lib/platform/index.ts'

interface Places {
  taken: number
  waiting: (() => void)[]
}

const placesBy = perPlatform((_platform: Platform) => new Map<string, Places>())

/**
 * Runs `look` with one of the connection's places for reading the outside before an approval: half of a worker's jobs at once, so
 * that the previews of a system that hangs leave the others' alone. Answers `full`, and has not run it, where so many wait already
 * that they would fill the worker: then the caller asks again later.
 */
export async function withPreviewPlace<T>(
  platform: Platform,
  connectionId: string,
  look: () => Promise<T>,
): Promise<{ full: true } | { full: false; value: T }> {
  const most = Math.max(1, Math.floor(platform.env.WORKER_CONCURRENCY / 2))
  const lanes = placesBy(platform)
  const places = lanes.get(connectionId) ?? { taken: 0, waiting: [] }
  lanes.set(connectionId, places)
  if (places.taken >= most) {
    if (places.waiting.length >= most) return { full: true }
    await new Promise<void>((resolve) => places.waiting.push(resolve))
  } else {
    places.taken += 1
  }
  try {
    return { full: false, value: await look() }
  } finally {
    // The place goes on to whoever waits; it is given up when nobody does.
    const next = places.waiting.shift()
    if (next !== undefined) next()
    else {
      places.taken -= 1
      if (places.taken === 0) lanes.delete(connectionId)
    }
  }
}
