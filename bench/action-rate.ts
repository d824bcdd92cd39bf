import type { ApiClient } from './api-client.ts'
import { type ProcessorTime, processorTimeEach, readProcessorTime } from './processor-time.ts'
import { shareOut } from './share-out.ts'
import { type Latencies, latenciesOf } from './statistics.ts'

export interface ActionKind {
  operation: string
  /** What a reader of the table should know about it. */
  title: string
  input: (index: number) => Record<string, unknown>
}

/** Two allowed writes of the demo back office. */
export const actionKinds: readonly ActionKind[] = [
  {
    operation: 'helpdesk.create_ticket',
    title: 'preview from the input alone',
    input: (index) => ({
      subject: `Benchmark ${index}`,
      body: 'A ticket to measure with.',
      requesterEmail: 'bench@example.com',
      priority: 'low',
    }),
  },
  {
    operation: 'crm.create_note',
    title: 'live preview: reads the contact first',
    input: (index) => ({ contactId: '501', text: `Benchmark note ${index}` }),
  },
]

export interface ActionRun {
  perSecond: number
  /** Milliseconds at the client, from sending the request to the answer that says that it has succeeded. */
  latency: Latencies
  /** By the action's id: when the client knew, as milliseconds of the system's clock, which stamps the rows too. */
  knownAt: ReadonlyMap<string, number>
  /** Milliseconds of a core for each action: other work on the machine changes it little. */
  processorTime: ProcessorTime
}

interface ActionAnswer {
  id: string
  status: string
}

/** `clients` callers ask for `count` actions in all; each waits for one to settle before it asks for the next. */
export async function runActions(
  api: ApiClient,
  { kind, count, clients, supervisorPid }: { kind: ActionKind; count: number; clients: number; supervisorPid: number },
): Promise<ActionRun> {
  const latencies: number[] = []
  const knownAt = new Map<string, number>()
  const used = readProcessorTime(supervisorPid)
  const began = performance.now()
  await shareOut([...Array(clients).keys()], count, async (_, index) => {
    const asked = performance.now()
    knownAt.set(await settleOne(api, kind, index), performance.timeOrigin + performance.now())
    latencies.push(performance.now() - asked)
  })
  const perSecond = (count * 1000) / (performance.now() - began)
  return {
    perSecond,
    latency: latenciesOf(latencies),
    knownAt,
    processorTime: processorTimeEach(used, readProcessorTime(supervisorPid), count),
  }
}

/** Answers the action's id. Throws when it ends as anything but succeeded. */
async function settleOne(api: ApiClient, { operation, input }: ActionKind, index: number): Promise<string> {
  const { id } = await api.call<ActionAnswer>('POST', '/actions', { operation, input: input(index), reason: 'benchmark' })
  const { status } = await api.call<ActionAnswer>('GET', `/actions/${id}?wait=30`)
  if (status !== 'succeeded') throw new Error(`${operation} ended as ${status} (action ${id})`)
  return id
}
