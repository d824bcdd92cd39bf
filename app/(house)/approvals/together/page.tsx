import type { Metadata } from 'next'
import { z } from 'zod'
import { PageBody, PageHeader } from '#components/frame/page-header.tsx'
import { type ActionRow, getAction } from '#lib/actions/index.ts'
import { decidedTogetherAtMost, listApprovals } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import type { Card } from '#lib/faces/card-data.ts'
import { cardsOf } from '#lib/faces/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { getPlatform, type Platform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../_session.ts'
import { likeFilter, likeness } from '../likeness.ts'
import { TogetherCards } from './together-cards.tsx'

export const metadata: Metadata = { title: 'Approvals together' }

interface Search {
  ids?: string
  like?: string
  by?: string
}

/** Several cards, each of them whole, to be decided in one go. */
export default async function TogetherPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  const platform = getPlatform()
  const search = await searchParams
  const { rows, more } = await rowsOf(platform, caller, search)
  const cards = await cardsOf(platform, caller, rows)
  const decidable = cards.filter((card) => whyLeftOut(card) === null)
  const leftOut = cards.flatMap((card) => {
    const why = whyLeftOut(card)
    return why === null ? [] : [{ id: card.id, sentence: card.sentence, why }]
  })
  return (
    <>
      <PageHeader title="Together" back={{ href: '/approvals', label: 'the list' }} />
      <PageBody width="read">
        <div className="grid gap-4">
          {more && <p className="text-ink-2">These are the first {decidedTogetherAtMost}, first due first. The others come after them.</p>}
          {/* The same cards as long as the page stands: what was opened, typed and answered outlives whatever changes meanwhile. */}
          <TogetherCards key={new URLSearchParams({ ...search }).toString()} cards={decidable} leftOut={leftOut} />
        </div>
      </PageBody>
    </>
  )
}

function whyLeftOut(card: Card): string | null {
  if (card.status !== 'awaiting_approval') return 'It no longer waits for a decision.'
  if (!card.mayDecide || card.digest === null) return card.whyNot ?? 'You may not decide on it.'
  return card.stepUp === null ? null : 'It asks for your passkey: sign it on its own card.'
}

async function rowsOf(platform: Platform, caller: Caller, { ids, like, by }: Search): Promise<{ rows: ActionRow[]; more: boolean }> {
  if (like === undefined) {
    const asked = [...new Set((ids ?? '').split(','))].filter((id) => z.uuid().safeParse(id).success).slice(0, decidedTogetherAtMost)
    const found = await Promise.all(asked.map((id) => seen(platform, caller, id)))
    return { rows: found.filter((row) => row !== null), more: false }
  }
  const way = likeness.find((one) => one.by === by)?.by
  const row = z.uuid().safeParse(like).success ? await seen(platform, caller, like) : null
  const filter = row === null || way === undefined ? null : likeFilter(row, way)
  if (filter === null) return { rows: [], more: false }
  const { items, next } = await listApprovals(platform, caller, { filter, limit: decidedTogetherAtMost })
  return { rows: items.flatMap(({ action }) => action ?? []), more: next !== null }
}

async function seen(platform: Platform, caller: Caller, actionId: string): Promise<ActionRow | null> {
  return getAction(platform, { actionId, caller }).catch((error: unknown) => {
    if (isAppError(error, 'not_found')) return null
    throw error
  })
}
