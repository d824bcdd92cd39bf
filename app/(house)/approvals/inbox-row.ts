import type { InboxRow } from '#components/inbox/inbox-row.tsx'
import { policyOf, votesOn } from '#lib/actions/index.ts'
import type { Approval } from '#lib/approvals/index.ts'
import { requirementsMet } from '#lib/policy/index.ts'

/** What waits, as one row of the inbox. */
export function inboxRow(approval: Approval, href: string): InboxRow {
  const { id, kind, dueAt, mayDecide } = approval
  if (approval.kind === 'review') {
    const { title, owner } = approval.review
    return {
      id,
      href,
      title,
      detail: owner.name,
      dueAt: dueAt?.toISOString() ?? null,
      chip: { word: 'question', tone: 'plain', icon: 'question' },
    }
  }
  const { action } = approval
  const sentence = action.summary || action.title
  return {
    id,
    href,
    title: kind === 'unknown' ? `Did this happen? ${sentence}` : sentence,
    detail: [action.requestedBy.name, action.connection.title, action.after.length > 0 ? 'after another' : null]
      .filter(Boolean)
      .join(' · '),
    dueAt: dueAt?.toISOString() ?? null,
    chip: chipOf(approval),
    selectable: kind === 'action' && mayDecide,
  }
}

function chipOf({ kind, action }: Exclude<Approval, { kind: 'review' }>): NonNullable<InboxRow['chip']> | null {
  if (kind === 'unknown') return { word: 'unknown', tone: 'wait' }
  if (action.tainted) return { word: 'outside content', tone: 'wait' }
  if (action.escalatedTo.length > 0) return { word: 'escalated', tone: 'wait' }
  if (action.waitingNote !== null) return { word: 'changed', tone: 'wait' }
  const [requirement] = requirementsMet(policyOf(action)?.requirements ?? [], votesOn(action, action.digest), [
    action.requestedById,
    ...action.editedBy,
  ])
  if (requirement !== undefined && requirement.quorum > 1) return { word: `${requirement.met} of ${requirement.quorum}`, tone: 'pen' }
  return null
}
