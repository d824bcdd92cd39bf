import type { PlannedFault } from './plan.ts'

export interface JournalItem {
  at: string
  operation: string
  /** The action's id. */
  key: string | null
}

export interface RequestItem {
  at: string
  operation: string | null
  key: string | null
  method: string
  path: string
  fault: string | null
}

/** The back office's own doors: what happened there, and what goes wrong next. */
export interface BackOffice {
  journal(): Promise<JournalItem[]>
  requests(): Promise<RequestItem[]>
  addFault(fault: PlannedFault): Promise<void>
  /** Takes the faults away that nobody has met; answers how many uses were left. */
  clearFaults(): Promise<number>
}

export function openBackOffice(url: string): BackOffice {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T[]> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(20_000),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path} of the back office answered ${answer.status}: ${await answer.text()}`)
    return ((await answer.json()) as { items: T[] }).items
  }
  return {
    journal: () => call<JournalItem>('GET', '/_journal'),
    requests: () => call<RequestItem>('GET', '/_requests'),
    addFault: async (fault) => void (await call('PUT', '/_faults', fault)),
    async clearFaults() {
      const left = await call<PlannedFault>('GET', '/_faults')
      await call('DELETE', '/_faults')
      return left.reduce((sum, { count }) => sum + count, 0)
    },
  }
}
