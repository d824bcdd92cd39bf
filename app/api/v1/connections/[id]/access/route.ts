import { z } from 'zod'
import { accessSchema, setConnectionAccess } from '#lib/connectors/index.ts'
import { route, uuid } from '../../../_door/index.ts'

export const PUT = route(
  {
    summary: 'Say who may use a connection: these teams, for these operations; with none, everybody',
    permission: 'connection.manage',
    params: z.object({ id: uuid }),
    body: z.strictObject({ access: accessSchema }),
    answer: z.object({ access: accessSchema }),
  },
  async ({ platform, params: { id }, body: { access }, caller }) => {
    await setConnectionAccess(platform, { connectionId: id, access, actor: { kind: 'person', id: caller.personId } })
    return { access }
  },
)
