import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageBody, PageHeader, Section } from '#components/frame/page-header.tsx'
import { Explanation } from '#components/story/explanation.tsx'
import { Story } from '#components/story/story.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { PausedChip } from '#components/ui/paused-chip.tsx'
import { StatusChip } from '#components/ui/status-chip.tsx'
import { type ActionRow, actionStory, getAction, policyOf, shownActions, statusOf } from '#lib/actions/index.ts'
import { verifierKey } from '#lib/audit/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../_session.ts'
import { BreakLink } from '../../break-link.tsx'
import { LiveCard } from '../../live-card.tsx'
import { pageId } from '../../page-id.ts'
import { explanationOf } from '../explanation.ts'
import { storyLine } from '../story-line.ts'
import { Proof } from './proof.tsx'

export const metadata: Metadata = { title: 'Action' }

export default async function ActionPage({ params }: { params: Promise<{ id: string }> }) {
  const caller = await requireCaller()
  const platform = getPlatform()
  const id = pageId((await params).id)
  const row = await getAction(platform, { actionId: id, caller }).catch((error: unknown) => {
    if (isAppError(error, 'not_found')) notFound()
    throw error
  })
  const [[card], items, [shown = row]] = await Promise.all([
    cardsOf(platform, caller, [row]),
    actionStory(platform, row),
    shownActions(platform, [row]),
  ])
  const status = statusOf(row)
  const policy = policyOf(row)
  return (
    <>
      <PageHeader
        title={row.title}
        back={{ href: '/actions', label: 'actions' }}
        beside={
          card?.held?.word ? (
            <PausedChip word={card.held.word} />
          ) : (
            <StatusChip status={status} {...(status === 'succeeded' && row.effect !== 'read' ? { word: 'done, once' } : {})} />
          )
        }
      />
      <PageBody width="read">
        {card !== undefined && <LiveCard card={card} look="story" keys />}
        <Story items={items.map(storyLine)} />
        {policy !== null && <Explanation {...explanationOf(policy)} action={can(caller, 'policy.change') && <MakeTest actionId={id} />} />}
        <Section title="Proof" description={proofSentence(row)}>
          <Proof key={status} actionId={id} logKey={verifierKey(platform.secrets.auditKey)} />
        </Section>
        {shown.result !== null && (
          <Section title="What came back">
            <CodeBlock text={JSON.stringify(shown.result, null, 2)} label="Result" />
          </Section>
        )}
        {row.effect !== 'read' && <BreakLink />}
      </PageBody>
    </>
  )
}

function MakeTest({ actionId }: { actionId: string }) {
  return (
    <div>
      <ButtonLink size="small" href={`/admin/policy?test=${actionId}`}>
        Make a test of the policy from this
      </ButtonLink>
    </div>
  )
}

function proofSentence({ effect, digest }: Pick<ActionRow, 'effect' | 'digest'>): string {
  if (effect === 'read' && digest === null) return 'What the log holds of this. It only reads, so there is no digest that anybody approved.'
  return 'What was decided on, by whom, and what was done: held against the signed log.'
}
