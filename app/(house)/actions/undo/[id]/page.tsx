import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { PageBody, PageHeader, Section } from '#components/frame/page-header.tsx'
import { links } from '#components/links.ts'
import { Story } from '#components/story/story.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import { TurnUndoFrame } from '#components/undo/turn-undo-frame.tsx'
import { lookAtTurnUndo, requireTurn, turnUndoStory } from '#lib/actions/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { cardsOf, leftOutView, turnUndoView } from '#lib/faces/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../../_session.ts'
import { pageId } from '../../../page-id.ts'
import { storyLine } from '../../story-line.ts'

export const metadata: Metadata = { title: 'Undo' }

/** All that a turn did and that is taken back, told as one story. */
export default async function TurnUndoPage({ params }: { params: Promise<{ id: string }> }) {
  const caller = await requireCaller()
  const platform = getPlatform()
  const turnId = pageId((await params).id)
  await requireTurn(platform, caller, turnId).catch((error: unknown) => {
    if (isAppError(error, 'not_found')) notFound()
    throw error
  })
  const undone = await lookAtTurnUndo(platform, turnId)
  if (undone.steps.length === 0) notFound()
  const [cards, items] = await Promise.all([cardsOf(platform, caller, undone.steps), turnUndoStory(platform, undone.steps)])
  const staying = leftOutView(undone)
  return (
    <>
      <PageHeader title="Undo of several actions" back={{ href: links.actions, label: 'actions' }} />
      <PageBody width="read">
        <TurnUndoFrame undo={turnUndoView(turnId, cards)} />
        {staying.length > 0 && (
          <Section title="What stays as it is">
            <ul className="grid gap-2">
              {staying.map(({ id, sentence, why }) => (
                <li key={id}>
                  <Link href={links.action(id)} className="quiet-link">
                    <VisibleText text={sentence} />
                  </Link>
                  <p className="text-ink-2">
                    <VisibleText text={why} />
                  </p>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Story items={items.map(storyLine)} />
      </PageBody>
    </>
  )
}
