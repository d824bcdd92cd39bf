import { type Platform, toJson, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, inDoubtWords, lockAction, statusOf } from './action-row.ts'
import { actionDigest, figuresOf } from './judge.ts'
import { moveAction, system } from './move-action.ts'
import type { SecondLook } from './second-look.ts'
import { freshTimers } from './time-limits/fresh-timers.ts'
import { openAsks } from './votes-on.ts'

/** Writes what a second look found against a queued action: it ends, or it asks people again. Nothing where it has changed meanwhile. */
export async function sendBack(platform: Platform, row: ActionRow, look: Exclude<SecondLook, { go: true }>): Promise<void> {
  // Before the transaction: whoever holds a connection and waits for another one waits for all who do the same.
  const timers = look.to === 'awaiting_approval' ? await freshTimers(platform, look.policy) : {}
  await withTransaction(platform, async (tx) => {
    const current = await lockAction(tx, row.id)
    if (statusOf(current) !== 'queued' || current.fence !== row.fence || current.digest !== row.digest) return
    if (look.to !== 'awaiting_approval') {
      await moveAction(platform, tx, current, {
        to: look.to,
        data: {
          error: toJson({ message: `${look.message}${inDoubtWords(current)}` }),
          ...(look.policy === undefined ? {} : { policy: toJson(look.policy) }),
        },
        audit: { kind: look.to === 'denied' ? 'action.denied' : 'action.expired', actor: system, content: { why: look.message } },
      })
      return
    }
    const next = {
      ...current,
      operationVersion: look.version ?? current.operationVersion,
      connectionRevision: look.revision ?? current.connectionRevision,
    }
    const preview = look.preview ?? { summary: current.summary, changes: [], warnings: [] }
    const digest = actionDigest(next, preview)
    if (look.voids) {
      await tx.decision.updateMany({
        where: { actionId: row.id, voidedAt: null },
        data: { voidedAt: platform.clock.now(), voidReason: look.note },
      })
    }
    await moveAction(platform, tx, current, {
      to: 'awaiting_approval',
      data: {
        fence: current.fence + 1,
        digest,
        preview: toJson(preview),
        summary: preview.summary,
        policy: toJson(look.policy),
        ...figuresOf(look.policy.facts),
        askedRoles: [...new Set([...current.askedRoles, ...look.policy.requirements.map(({ role }) => role)])],
        asks: openAsks({ ...current, escalatedTo: [], ...(look.voids ? { decisions: [] } : {}) }, look.policy.requirements, digest),
        operationVersion: next.operationVersion,
        connectionRevision: next.connectionRevision,
        waitingNote: look.note,
        grantId: null,
        ...timers,
      },
      audit: { kind: 'action.sent_back', actor: system, content: { why: look.note, digest, former: current.digest, voided: look.voids } },
    })
  })
}
