import { z } from 'zod'
import { type ConnectedOperation, listOperations } from '#lib/connectors/index.ts'
import { operationView, operationViewSchema } from '#lib/faces/index.ts'
import { decodeCursor, pageOf } from '#lib/platform/index.ts'
import { listAnswer, listQuery, route } from '../_door/index.ts'

const query = listQuery.extend({ query: z.string().max(200).optional(), connection: z.string().max(100).optional() })
const place = z.string()
const placeOf = ({ operation, connection }: ConnectedOperation) => `${operation.name} ${connection.id}`

export const GET = route(
  { summary: 'What can be done', permission: 'operation.read', query, answer: listAnswer(operationViewSchema) },
  async ({ platform, query: { limit, cursor, ...filter }, caller }) => {
    const after = decodeCursor(cursor, place)
    const sorted = (await listOperations(platform, { ...filter, person: caller })).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    const rest = after === undefined ? sorted : sorted.filter((one) => placeOf(one) > after)
    return pageOf(rest.slice(0, limit + 1), limit, placeOf, operationView)
  },
)
