import { isJsonObject } from '#lib/core/index.ts'
import type { ActionRow } from './action-row.ts'
import { grantWords, type TakenGrant } from './grants/taken-grant.ts'

/** One line of a story. `detail` may be empty; the audit event's place in the log is null until it is sequenced. */
export interface StoryItem {
  at: string
  kind: string
  title: string
  detail: string
  /** What stands behind it, for who wants to see: text as a machine wrote it. */
  facts: string | null
  auditEventId: string | null
  auditIndex: number | null
  /** Another action that it tells of. */
  actionId?: string
}

type Said = Pick<StoryItem, 'kind' | 'title' | 'detail'>
interface Told {
  kind: string
  content: Record<string, unknown>
  who: string | null
  /** Whom it was for, or in whose name it was done. */
  whom?: string | null
}

const doors: Record<string, string> = {
  chat: 'in a conversation',
  api: 'through the API',
  workflow: 'in a workflow',
  mcp: 'through MCP',
  schedule: 'by schedule',
}

/** A button on a page comes through the same door as a conversation. */
function doorWords({ requestedVia, conversationId }: ActionRow): string {
  return requestedVia === 'chat' && conversationId === null ? 'on the page' : (doors[requestedVia] ?? '')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function quoted(value: unknown): string {
  return text(value) === '' ? '' : `“${text(value)}”`
}

function short(digest: unknown): string {
  const plain = text(digest).replace('sha256:', '')
  return plain === '' ? '' : `${plain.slice(0, 4)}…${plain.slice(-2)}`
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : []
}

/** An audit event of an action in plain words; none for events that say nothing a reader needs. */
export function sayEvent(told: Told, row: ActionRow): Said[] {
  const say = sentences[told.kind]
  return say === undefined ? [{ kind: told.kind.replace('action.', ''), title: told.kind, detail: '' }] : say(told, row)
}

function grantSaid(grant: unknown): Said[] {
  if (!isJsonObject(grant)) return []
  return [{ kind: 'approved', title: grantWords(grant as unknown as TakenGrant), detail: 'It stood for an approval, within its limits.' }]
}

export const sentences: Readonly<Record<string, (told: Told, row: ActionRow) => Said[]>> = {
  'action.requested': ({ content, who }, row) => [
    {
      kind: 'asked',
      title: `${who ?? 'Someone'} asked ${doorWords(row)}`.trim(),
      detail: row.reason === null ? row.title : `“${row.reason}”`,
    },
    ...list(content.sources).map((source) => ({
      kind: 'sources',
      title: `Content from outside had been read: ${text(source.title)}`,
      detail: text(source.quote) === '' ? '' : `“${text(source.quote)}”`,
    })),
  ],
  'action.duplicate_dropped': ({ content, who }) => [
    {
      kind: 'duplicate',
      title: `${who === null ? 'The same' : `${who}’s`} request came again ${doors[text(content.via)] ?? ''}`.trim(),
      detail: `It was dropped as a duplicate.${content.last === true ? ' Further duplicates are dropped as well, and no longer listed.' : ''}`,
    },
  ],
  'action.prepared': ({ content }) => {
    const rules = list(content.rules)
    const names = rules.map(({ name }) => text(name)).join(', ')
    const verdicts: Record<string, string> = { allow: 'it may run', require_approval: 'a person has to agree', deny: 'it may not run' }
    return [
      {
        kind: 'policy',
        title: `Policy version ${String(content.policyVersion)}${names === '' ? '' : `, ${names}`}: ${verdicts[text(content.verdict)] ?? ''}`,
        detail: rules.map(({ reason }) => text(reason)).join(' '),
      },
      ...grantSaid(content.grant),
    ]
  },
  'action.decided': ({ content, who, whom }) => {
    const words: Record<string, string> = { approve: 'approved', reject: 'rejected', edit: 'changed' }
    const comment = text(content.comment)
    const by = content.apiKeyId === undefined ? '' : ' with an API key'
    return [
      {
        kind: 'decided',
        title: `${who ?? 'Someone'}${whom == null ? '' : ` for ${whom}`} ${words[text(content.verdict)] ?? 'decided on'} digest ${short(content.digest)}${by}`,
        detail: comment === '' ? '' : `“${comment}”`,
      },
    ]
  },
  'action.approved': () => [{ kind: 'approved', title: 'Everyone who had to agree has agreed', detail: '' }],
  'action.rejected': () => [{ kind: 'settled', title: 'It will not run', detail: '' }],
  'action.edited': ({ content, who }) => [
    {
      kind: 'edited',
      title: `${who ?? 'Someone'} changed what is sent`,
      detail:
        content.lowered === true
          ? 'Only one amount, lower: the approval of who changed it counts.'
          : 'Votes on what was shown before are void.',
    },
  ],
  'action.question_asked': ({ content, who, whom }) => [
    { kind: 'question', title: `${who ?? 'Someone'} asked ${whom ?? 'the one who asked for it'}`, detail: quoted(content.text) },
  ],
  'action.question_answered': ({ content, who }) => [
    { kind: 'answer', title: `${who ?? 'Someone'} answered`, detail: quoted(content.text) },
  ],
  'action.handed_over': ({ content, who, whom }) => [
    { kind: 'handed_over', title: `${who ?? 'Someone'} handed it to ${whom ?? 'somebody else'}`, detail: quoted(content.text) },
  ],
  'action.reminded': ({ who, whom }) => [
    { kind: 'reminder', title: `${who ?? 'The system'} reminded ${whom ?? 'those who are asked'}`, detail: '' },
  ],
  'action.escalated': ({ content }) => [
    { kind: 'escalated', title: `Nobody decided in time, so ${text(content.role)}s may decide as well`, detail: '' },
  ],
  'action.escalation_dropped': ({ content }) => [{ kind: 'escalated', title: 'Nobody else was asked', detail: text(content.why) }],
  'action.sent_back': ({ content }) => [{ kind: 'sent_back', title: 'It went back to its approvers', detail: text(content.why) }],
  'action.claimed': ({ content }) => [
    {
      kind: 'claimed',
      title: `Worker ${text(content.worker)} claimed it, attempt ${String(content.attempt)}`,
      detail: 'Rights, policy, digest and what would change were checked again.',
    },
  ],
  'action.attempt_ended': ({ content }) => [
    {
      kind: 'waiting',
      title: content.by === 'check' ? 'A look at the other side showed that it did not happen' : 'It is tried again',
      detail: typeof content.delayMs === 'number' ? `In ${(content.delayMs / 1_000).toFixed(1)} s at the latest.` : '',
    },
  ],
  'action.restored': ({ content }) => [{ kind: 'waiting', title: 'It came back from a backup', detail: text(content.why) }],
  'action.outcome_unknown': ({ content }) => [
    { kind: 'unknown', title: 'Nobody saw how it ended, so a person is asked', detail: text(content.message) },
  ],
  'action.settled': ({ content }, row) => {
    const failed = content.to === 'failed'
    const by = content.by === 'check' ? ', as a look at the other side showed' : ''
    return [
      {
        kind: 'settled',
        title: failed ? `It failed${by}` : `Done, once${by}`,
        detail: failed ? text(content.message) || text(content.error) : row.summary,
      },
    ]
  },
  'action.resolved': ({ content, who }) => {
    const words: Record<string, string> = {
      succeeded: 'found that it happened',
      failed: 'found that it did not happen',
      run_again: 'let it run again',
    }
    return [
      { kind: 'settled', title: `${who ?? 'Someone'} ${words[text(content.outcome)] ?? 'settled it'}`, detail: text(content.comment) },
    ]
  },
  'action.cancelled': ({ content, who }) => [
    {
      kind: 'settled',
      title:
        content.because === undefined ? `${who ?? 'Someone'} withdrew it` : 'It was withdrawn, since what had to be done first was not',
      detail: '',
    },
  ],
  // Told with the undo's own end (`undoItems`).
  'action.undo_asked': () => [],
  'action.expired': () => [{ kind: 'settled', title: 'Nobody decided in time', detail: '' }],
  'action.denied': ({ content }) => [{ kind: 'settled', title: 'It was stopped before it ran', detail: text(content.why) }],
}
