import { type ActionRow, actionInclude, maySee, statusOf } from '#lib/actions/index.ts'
import { listApprovals, whyNotAnswer, whyNotDecide } from '#lib/approvals/index.ts'
import { askingKinds, type Caller, type ComposeMail, type DueMail, passedOnKinds, securityKinds } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { loadOrganisation } from '#lib/policy/index.ts'
import { cardsOf } from './card.ts'
import { cardText, plain } from './card-text.ts'

/** Lines that one mail lists; the page shows the rest. */
const mostLines = 20
const dayMs = 86_400_000

/**
 * The mail for what is due to one reader: one card as text, or a list where there are several, or the day's digest. Whatever asked
 * for a decision that has been made meanwhile, or that the reader may no longer see, is left out; null where nothing is left.
 */
export const notificationMail: ComposeMail = async (platform, reader, due) => {
  const lines = due.some(({ kind }) => kind === 'digest') ? await digestLines(platform, reader) : await openLines(platform, reader, due)
  const [first] = lines
  if (first === undefined) return null
  const preferencesUrl = `${platform.env.PUBLIC_URL}/account#notifications`
  const body = lines.length === 1 ? await oneCard(platform, reader, first) : listText(platform, lines)
  const text = [
    body,
    'Opening a link decides nothing: you decide on the page, signed in.',
    due.every(({ kind }) => securityKinds.includes(kind))
      ? 'This is mailed at once whatever you chose, since it is about how you sign in.'
      : `How you hear of this, or not at all: ${preferencesUrl}`,
  ].join('\n\n')
  return {
    subject: lines.length === 1 ? first.sentence : `${lines.length} things wait for you to look at`,
    text: `${text}\n`,
    preferencesUrl,
  }
}

interface Line {
  sentence: string
  path: string
  row: ActionRow | null
}

async function openLines(platform: Platform, reader: Caller, due: readonly DueMail[]): Promise<Line[]> {
  const ids = [...new Set(due.flatMap(({ actionId }) => actionId ?? []))]
  const rows = await platform.db.action.findMany({ where: { id: { in: ids } }, include: actionInclude })
  const asked = await platform.db.review.findMany({ where: { id: { in: due.flatMap(({ reviewId }) => reviewId ?? []) } } })
  const told = new Map<string, Line>()
  for (const { id, kind, actionId, reviewId, sentence } of due) {
    const row = rows.find((each) => each.id === actionId) ?? null
    if (actionId !== null && (row === null || !maySee(reader, row))) continue
    if (row !== null && askingKinds.includes(kind) && !isNews(reader, row, kind) && whyNotDecide(reader, row) !== null) continue
    const review = asked.find((each) => each.id === reviewId)
    if (reviewId !== null && (review === undefined || whyNotAnswer(reader, review) !== null)) continue
    // Of one card, the latest is said.
    told.set(actionId ?? id, {
      sentence: plain(sentence),
      path: securityKinds.includes(kind) ? '/account#passkeys' : pathOf(row, reviewId),
      row,
    })
  }
  return [...told.values()]
}

/** What waits for the reader, then what they were told in the last day and have not read. */
async function digestLines(platform: Platform, reader: Caller): Promise<Line[]> {
  const [open, news] = await Promise.all([
    listApprovals(platform, reader, { filter: { scope: 'mine' }, limit: mostLines + 1 }),
    newsFor(platform, reader),
  ])
  const waiting = open.items.map(({ id, action, review }) =>
    action === undefined
      ? { sentence: plain(review.title), path: pathOf(null, id), row: null }
      : { sentence: plain(action.summary || action.title), path: pathOf(action, null), row: action },
  )
  return [...waiting, ...(await openLines(platform, reader, news))]
}

/** What the reader was told in the last day and has not read, without what asks them to decide: the latest of it, oldest first. */
async function newsFor(platform: Platform, { personId }: Caller): Promise<DueMail[]> {
  const since = new Date(platform.clock.now().getTime() - dayMs)
  const rows = await platform.db.$queryRaw<DueMail[]>`
    select n.id, n.kind, n."actionId", n."reviewId", n.sentence, n."createdAt", n.tries
    from notification n left join action a on a.id = n."actionId"
    where n."personId" = ${personId}::uuid and n."readAt" is null and n."createdAt" > ${since}
      and (n.kind <> all(${[...askingKinds, ...securityKinds, 'digest']}::text[])
        or n.kind = any(${[...passedOnKinds]}::text[]) and a."requestedById" = n."personId")
    order by n."createdAt" desc, n.id desc limit ${mostLines}`
  return rows.reverse()
}

/** Whoever asked for an action hears what others are asked about it, as long as it waits. */
function isNews(reader: Caller, row: ActionRow, kind: string): boolean {
  return passedOnKinds.includes(kind) && row.requestedById === reader.personId && statusOf(row) === 'awaiting_approval'
}

function pathOf(row: ActionRow | null, reviewId: string | null): string {
  if (row !== null) return statusOf(row) === 'awaiting_approval' ? `/approvals?card=${row.id}` : `/actions/${row.id}`
  return reviewId === null ? '/account#notifications' : `/approvals?card=${reviewId}`
}

async function oneCard(platform: Platform, reader: Caller, { sentence, path, row }: Line): Promise<string> {
  const { timeZone } = await loadOrganisation(platform)
  const [card] = row === null ? [] : await cardsOf(platform, reader, [row])
  const blocks = [sentence, ...(card === undefined ? [] : [cardText(card, { now: platform.clock.now(), timeZone })])]
  return [...blocks, `Open it:\n${platform.env.PUBLIC_URL}${path}`].join('\n\n')
}

function listText(platform: Platform, lines: readonly Line[]): string {
  const shown = lines.slice(0, mostLines).map(({ sentence, path }) => `${sentence}\n${platform.env.PUBLIC_URL}${path}`)
  const left = lines.length - shown.length
  return [...shown, ...(left > 0 ? [`… and more: ${platform.env.PUBLIC_URL}/approvals`] : [])].join('\n\n')
}
