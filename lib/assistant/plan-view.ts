import type { Preview } from '#lib/core/index.ts'
import type { Platform, Prisma } from '#lib/platform/index.ts'

/** What a conversation would ask for, as it was previewed and judged when it was planned. */
export interface PlannedView {
  id: string
  turnId: string
  operation: string
  title: string
  sentence: string
  changes: Preview['changes']
  warnings: string[]
  verdict: 'allow' | 'require_approval' | 'deny'
  reasons: string[]
  /** Planned actions that come first. */
  after: string[]
  why: string | null
  tainted: boolean
  /** The real one, once it was asked for. */
  actionId: string | null
}

/** More than this of one conversation is on no page. */
const mostPlanned = 200

/** The plan of a conversation, or of one of its turns, in its order. */
export async function loadPlan(platform: Platform, where: { conversationId: string } | { turnId: string }): Promise<PlannedView[]> {
  const rows = await platform.db.plannedAction.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: mostPlanned })
  return rows.reverse().map(plannedView)
}

function plannedView(row: Prisma.PlannedActionModel): PlannedView {
  const preview = row.preview as Preview | null
  const policy = row.policy as unknown as { verdict: PlannedView['verdict']; rules: { verdict: string; reason: string }[] }
  return {
    id: row.id,
    turnId: row.turnId,
    operation: row.operation,
    title: row.title,
    sentence: preview?.summary || row.title,
    changes: preview?.changes ?? [],
    warnings: preview?.warnings ?? [],
    verdict: policy.verdict,
    reasons: policy.rules.filter(({ verdict }) => verdict === policy.verdict).map(({ reason }) => reason),
    after: row.after,
    why: row.reason,
    tainted: row.tainted,
    actionId: row.actionId,
  }
}
