import { z } from 'zod'
import { confirmOperation } from '#lib/connectors/index.ts'
import { effects, repeats } from '#lib/core/index.ts'
import { operationView, operationViewSchema } from '#lib/faces/index.ts'
import { route, uuid } from '../../../../../_door/index.ts'

export const POST = route(
  {
    summary: 'Say what an imported operation does',
    permission: 'connection.manage',
    params: z.object({ id: uuid, name: z.string().max(200) }),
    body: z.strictObject({ effect: z.enum(effects), repeat: z.enum(repeats) }),
    answer: operationViewSchema,
  },
  async ({ platform, params: { id, name }, body, caller }) =>
    operationView(await confirmOperation(platform, { connectionId: id, name, ...body, actor: { kind: 'person', id: caller.personId } })),
)
