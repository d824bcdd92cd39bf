import type { Tx } from '#lib/platform/index.ts'

/** Any number: two who change who is an admin at once must see each other. */
const adminLock = 7_262_317_101

/** Held until the transaction ends: whoever looks whether there is an admin, and acts on it, looks behind this. */
export async function lockAdmins(tx: Tx): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(${adminLock}::bigint)::text`
}
