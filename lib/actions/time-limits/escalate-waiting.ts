import { notify } from '#lib/people/index.ts'
import { type Platform, toJson } from '#lib/platform/index.ts'
import { escalated } from '#lib/policy/index.ts'
import { policyOf } from '../action-row.ts'
import { moveAction, system } from '../move-action.ts'
import { excludedOf } from '../tell-of-move.ts'
import { openAsks } from '../votes-on.ts'
import { eachDue } from './due-rows.ts'

/**
 * Since nobody has decided, holders of the rule's other role may decide as well: what is asked for stays, more people count for it.
 * Nothing of what would happen changes, so the digest and the votes on it stay.
 */
export async function escalateWaiting(platform: Platform): Promise<number> {
  return eachDue(platform, 'escalateAt', async (tx, row) => {
    const policy = policyOf(row)
    const role = policy?.timeLimit?.escalate?.role
    if (policy === null || role === undefined) {
      return moveAction(platform, tx, row, {
        to: 'awaiting_approval',
        data: { escalateAt: null },
        audit: { kind: 'action.escalation_dropped', actor: system, content: { why: 'The verdict names nobody to escalate to.' } },
      })
    }
    const escalatedTo = [...new Set([...row.escalatedTo, role])]
    const requirements = escalated(policy.requirements, escalatedTo)
    const askedRoles = [...new Set([...row.askedRoles, role])]
    const note = `Nobody decided in time, so ${words[role]} may decide as well.`
    const moved = await moveAction(
      platform,
      tx,
      { ...row, askedRoles },
      {
        to: 'awaiting_approval',
        data: {
          escalateAt: null,
          escalatedTo,
          askedRoles,
          asks: openAsks({ ...row, escalatedTo }, requirements, row.digest),
          policy: toJson({ ...policy, requirements }),
          waitingNote: [row.waitingNote, note].filter(Boolean).join(' '),
        },
        guard: { digest: row.digest },
        audit: { kind: 'action.escalated', actor: system, content: { role, digest: row.digest, requirements } },
      },
    )
    if (!moved) return false
    const id = platform.ids()
    await tx.approvalNote.create({ data: { id, actionId: row.id, kind: 'escalation', text: note, at: platform.clock.now() } })
    await notify(platform, tx, {
      to: { asked: [{ role, excluded: excludedOf(row, true) }] },
      kind: 'escalated',
      actionId: row.id,
      key: `escalated/${id}`,
      sentence: `Nobody decided in time, so it is up to you as well: ${row.summary || row.title}`,
    })
    return true
  })
}

const words = { member: 'members', approver: 'approvers', admin: 'admins' } as const
