import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'

const settingKey = 'retention'
const retention = z.object({
  /** How long the result of a read is kept after it came. */
  readResultDays: z.int().min(1).max(36_500),
})
const usual: z.infer<typeof retention> = { readResultDays: 30 }

const batch = 500
/** What is left is for the next sweep: none takes long. */
const batchesAtOnce = 40
const dayMs = 86_400_000

/**
 * Empties what reads brought back once it was kept long enough (30 days, or as the setting `retention` says), and notes that in the
 * action. Actions, their audit events and the results of writes are kept for good. Answers how many it emptied; any number of
 * processes may sweep at once. Throws `internal` for a setting that can't be read: nothing is emptied then.
 */
export async function sweepRetention(platform: Pick<Platform, 'db' | 'clock'>): Promise<number> {
  const { readResultDays } = await loadRetention(platform)
  const before = new Date(platform.clock.now().getTime() - readResultDays * dayMs)
  const note = `What it brought back was kept for ${readResultDays} ${readResultDays === 1 ? 'day' : 'days'}.`
  let emptied = 0
  for (let round = 0; round < batchesAtOnce; round++) {
    // The conditions on effect, status and note are those of the index action_kept_read_idx.
    const count = await platform.db.$executeRaw`
      update action set result = null, "clearedNote" = ${note} where id in (
        select id from action where effect = 'read' and status = 'succeeded' and "clearedNote" is null and "settledAt" < ${before}
        order by "settledAt" limit ${batch} for update skip locked
      )`
    emptied += count
    if (count < batch) break
  }
  return emptied
}

async function loadRetention({ db }: Pick<Platform, 'db'>): Promise<z.infer<typeof retention>> {
  const row = await db.setting.findUnique({ where: { key: settingKey } })
  if (row === null) return usual
  const { success, data } = retention.safeParse(row.value)
  if (!success)
    throw new AppError('internal', 'The setting “retention” cannot be read. It is {"readResultDays": 30}, or another number of days.')
  return data
}
