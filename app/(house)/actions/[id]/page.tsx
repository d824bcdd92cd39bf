import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageBody, PageHeader, Section } from '#components/frame/page-header.tsx'
import { type StoryItem as LineItem, Story } from '#components/story/story.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { StatusChip } from '#components/ui/status-chip.tsx'
import { actionStory, getAction, type StoryItem, statusOf } from '#lib/actions/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../_session.ts'
import { LiveCard } from '../../live-card.tsx'
import { pageId } from '../../page-id.ts'

export const metadata: Metadata = { title: 'Action' }

export default async function ActionPage({ params }: { params: Promise<{ id: string }> }) {
  const caller = await requireCaller()
  const platform = getPlatform()
  const id = pageId((await params).id)
  const row = await getAction(platform, { actionId: id, caller }).catch((error: unknown) => {
    if (isAppError(error, 'not_found')) notFound()
    throw error
  })
  const [[card], items] = await Promise.all([cardsOf(platform, caller, [row]), actionStory(platform, row)])
  const status = statusOf(row)
  return (
    <>
      <PageHeader
        title={row.title}
        back={{ href: '/actions', label: 'actions' }}
        beside={<StatusChip status={status} {...(status === 'succeeded' && row.effect !== 'read' ? { word: 'done, once' } : {})} />}
      />
      <PageBody width="read">
        {card !== undefined && <LiveCard card={card} look="story" keys />}
        <Story items={items.map(lineOf)} />
        {row.result !== null && (
          <Section title="What came back">
            <CodeBlock text={JSON.stringify(row.result, null, 2)} label="Result" />
          </Section>
        )}
      </PageBody>
    </>
  )
}

const tones: Record<string, LineItem['tone']> = { decided: 'pen', approved: 'pen', unknown: 'wait', sent_back: 'wait', sources: 'wait' }

const factLabels: Record<string, string> = { policy: 'facts', model: 'what it could choose from', attempt: 'what was seen' }

function lineOf(item: StoryItem): LineItem {
  const done = item.kind === 'settled' && item.title.startsWith('Done')
  return {
    at: item.at,
    kind: item.kind,
    title: item.title,
    detail: item.detail === '' ? null : item.detail,
    ...(item.auditIndex === null
      ? {}
      : { href: { label: `audit ${item.auditIndex.toLocaleString('en')}`, to: `/admin/audit?event=${item.auditEventId ?? ''}` } }),
    ...(item.facts === null ? {} : { facts: { label: factLabels[item.kind] ?? 'facts', text: item.facts } }),
    tone: done ? 'done' : (tones[item.kind] ?? 'plain'),
  }
}
