import { z } from 'zod'
import { actionNotes, answerQuestion, askQuestion, getNote, handOver, noteKinds, remind } from '#lib/approvals/index.ts'
import { answer, listAnswer, listQuery, route, uuid } from '../../../_door/index.ts'

const person = z.object({ id: uuid, name: z.string() }).nullable()
const view = z.object({
  id: uuid,
  actionId: uuid,
  kind: z.enum(noteKinds),
  from: person,
  to: person,
  text: z.string(),
  replyTo: uuid.nullable(),
  at: z.iso.datetime(),
})
const text = z.string().max(2_000)
const body = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('question'), text, to: uuid.optional() }),
  z.strictObject({ kind: z.literal('answer'), text, replyTo: uuid }),
  z.strictObject({ kind: z.literal('handover'), to: uuid, text: text.optional() }),
  z.strictObject({ kind: z.literal('reminder') }),
])
const params = z.object({ id: uuid })

export const GET = route(
  {
    summary: 'What was said about an action while it waited, oldest first',
    permission: 'action.read',
    params,
    query: listQuery,
    answer: listAnswer(view),
  },
  ({ platform, params: { id }, query, caller }) => actionNotes(platform, { actionId: id, caller, ...query }),
)

export const POST = route(
  {
    summary: 'Ask about an action that waits, answer, hand it over, or remind',
    permission: 'action.read',
    params,
    body,
    answer: view,
    status: 201,
    replay: async ({ platform, resourceId }) => answer(201, await getNote(platform, resourceId)),
  },
  ({ platform, params: { id }, body: note, caller, within }) => {
    const noting = { actionId: id, caller, within }
    if (note.kind === 'question') return askQuestion(platform, { ...noting, text: note.text, toId: note.to })
    if (note.kind === 'answer') return answerQuestion(platform, { ...noting, text: note.text, replyTo: note.replyTo })
    if (note.kind === 'handover') return handOver(platform, { ...noting, toId: note.to, text: note.text })
    return remind(platform, noting)
  },
)
