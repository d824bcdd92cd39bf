import type { ApiClient } from './api-client.ts'
import type { ModelServer } from './model-server.ts'
import { median, percentile } from './statistics.ts'

/** Milliseconds that the turn adds to the model's own time to its first words. */
export interface FirstToken {
  turns: number
  median: number
  p95: number
  /** Of the median turn: from sending the message to the model's being asked. */
  toModel: number
  /** From the model's first words to the client's having them. */
  fromModel: number
}

/** Says something in `turns` conversations, one after another, and listens for the first words. */
export async function measureFirstToken(
  api: ApiClient,
  model: ModelServer,
  { turns, warmUp }: { turns: number; warmUp: number },
): Promise<FirstToken> {
  const ways: { there: number; back: number }[] = []
  for (let turn = 0; turn < warmUp + turns; turn++) {
    const way = await oneTurn(api, model)
    if (turn >= warmUp) ways.push(way)
  }
  const added = ways.map(({ there, back }) => there + back)
  return {
    turns,
    median: median(added),
    p95: percentile(added, 0.95),
    toModel: median(ways.map(({ there }) => there)),
    fromModel: median(ways.map(({ back }) => back)),
  }
}

async function oneTurn(api: ApiClient, model: ModelServer): Promise<{ there: number; back: number }> {
  const { id } = await api.call<{ id: string }>('POST', '/conversations', {})
  const before = model.calls.length
  let heardAt: number | null = null
  const saidAt = performance.now()
  await api.stream(`/conversations/${id}/turns`, { text: 'Good day' }, ({ type }) => {
    if (type === 'text-delta') heardAt ??= performance.now()
  })
  const [call, ...more] = model.calls.slice(before)
  if (call === undefined || heardAt === null || more.length > 0) {
    throw new Error(`a turn took ${model.calls.length - before} calls of the model and ${heardAt === null ? 'said nothing' : 'spoke'}`)
  }
  return { there: call.receivedAt - saidAt, back: heardAt - call.firstWordsAt }
}
