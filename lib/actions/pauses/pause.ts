/** How much a pause stops, the widest first. */
export const pauseScopes = ['everything', 'connection', 'operation'] as const
export type PauseScope = (typeof pauseScopes)[number]

interface Named {
  id: string
  name: string
}

/** The kill switch, pulled once: what it stops, who pulled it and why. Lifted, it stays as a record. */
export interface Pause {
  id: string
  scope: PauseScope
  /** Of the scope `connection`; with `operation` it narrows the pause to that connection, null then means all of them. */
  connection: (Named & { title: string }) | null
  operation: string | null
  reason: string
  pausedBy: Named
  pausedAt: Date
  lifted: { by: Named; at: Date; reason: string } | null
}

/** What a pause may cover: an action, or a read of the outside on its way to one. */
export interface Coverable {
  connectionId: string
  operation: string
}

/** Whether this pause stops that. Pure; the claim asks the database the same. */
export function covers({ scope, connection, operation }: Pick<Pause, 'scope' | 'connection' | 'operation'>, what: Coverable): boolean {
  if (scope === 'everything') return true
  if (scope === 'connection') return connection?.id === what.connectionId
  return operation === what.operation && (connection === null || connection.id === what.connectionId)
}

/** The pause that stops it, the widest first, or null: it may go on. */
export function pauseOver(pauses: readonly Pause[], what: Coverable): Pause | null {
  const over = pauses.filter((pause) => covers(pause, what))
  return pauseScopes.flatMap((scope) => over.filter((pause) => pause.scope === scope))[0] ?? null
}

/** What is paused, in words that fit into a sentence: `everything`, `Warehouse`, `books.lend on Library`. */
export function pausedWords({ connection, operation }: Pick<Pause, 'connection' | 'operation'>): string {
  if (operation !== null) return connection === null ? operation : `${operation} on ${connection.title}`
  return connection?.title ?? 'everything'
}

/** `Ines Duarte paused everything: “the prices are wrong”.` */
export function pauseSentence(pause: Pause): string {
  return `${pause.pausedBy.name} paused ${pausedWords(pause)}: “${pause.reason}”.`
}
