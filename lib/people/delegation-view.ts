import type { Prisma } from '#lib/platform/index.ts'

const person = { select: { id: true, name: true } } as const
export const withPeople = { from: person, to: person } satisfies Prisma.DelegationInclude
export type DelegationRow = Prisma.DelegationGetPayload<{ include: typeof withPeople }>

/** Who decides for whom, from when to when. Revoked and past ones stay as a record. */
export interface DelegationView {
  id: string
  from: { id: string; name: string }
  to: { id: string; name: string }
  startsAt: string
  endsAt: string
  reason: string | null
  state: 'planned' | 'active' | 'ended' | 'revoked'
  createdAt: string
  revokedAt: string | null
}

export function toDelegationView({ fromId: _from, toId: _to, ...row }: DelegationRow, now: Date): DelegationView {
  return {
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    state: row.revokedAt !== null ? 'revoked' : row.endsAt <= now ? 'ended' : row.startsAt > now ? 'planned' : 'active',
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}
