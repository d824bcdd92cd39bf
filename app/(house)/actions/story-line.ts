import { links } from '#components/links.ts'
import type { StoryItem as LineItem } from '#components/story/story.tsx'
import type { StoryItem } from '#lib/actions/index.ts'

const tones: Record<string, LineItem['tone']> = {
  decided: 'pen',
  approved: 'pen',
  unknown: 'wait',
  sent_back: 'wait',
  sources: 'wait',
  paused: 'wait',
  held: 'wait',
  undone: 'done',
}

const factLabels: Record<string, string> = { policy: 'facts', model: 'what it could choose from', attempt: 'what was seen' }

/** A line of a story as it is drawn: it leads to the other action that it tells of, else to its place in the log. */
export function storyLine(item: StoryItem): LineItem {
  const done = item.kind === 'settled' && item.title.startsWith('Done')
  const href = hrefOf(item)
  return {
    at: item.at,
    kind: item.kind,
    title: item.title,
    detail: item.detail === '' ? null : item.detail,
    ...(href === null ? {} : { href }),
    ...(item.facts === null ? {} : { facts: { label: factLabels[item.kind] ?? 'facts', text: item.facts } }),
    tone: done ? 'done' : (tones[item.kind] ?? 'plain'),
  }
}

function hrefOf({ actionId, auditIndex, auditEventId }: StoryItem): NonNullable<LineItem['href']> | null {
  if (actionId !== undefined) return { label: 'action', to: links.action(actionId) }
  if (auditIndex === null) return null
  return { label: `audit ${auditIndex.toLocaleString('en')}`, to: `/admin/audit?event=${auditEventId ?? ''}` }
}
