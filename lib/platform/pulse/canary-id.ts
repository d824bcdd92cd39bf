/** A job that asks for nothing but to be taken. A summons holds the place of every worker but its sender for a moment. */
export interface Canary {
  senderId: string
  number: number
  summons: boolean
}

const pattern = /^(canary|summons)\/([0-9a-f-]{36})\/(\d+)(?:\/\d+)?$/

/** The canary in a job's id, or null. */
export function canaryOf(id: string): Canary | null {
  const [, kind, senderId, number] = pattern.exec(id) ?? []
  return senderId === undefined ? null : { senderId, number: Number(number), summons: kind === 'summons' }
}

/** Ids of `count` jobs for one canary, or for one summons. */
export function canaryIds({ senderId, number, summons }: Canary, count = 1): string[] {
  if (!summons) return [`canary/${senderId}/${number}`]
  return Array.from({ length: count }, (_, index) => `summons/${senderId}/${number}/${index}`)
}
