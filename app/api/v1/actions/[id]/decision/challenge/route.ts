import { z } from 'zod'
import { askForSignature } from '#lib/approvals/index.ts'
import { route, uuid } from '../../../../_door/index.ts'

export const POST = route(
  {
    summary: 'A challenge for the caller’s passkey to sign: of one verdict on one digest, good once and for five minutes',
    permission: 'action.read',
    params: z.object({ id: uuid }),
    body: z.strictObject({ verdict: z.enum(['approve', 'reject']), digest: z.string().min(1).max(100) }),
    answer: z.object({
      /** For `navigator.credentials.get` (PublicKeyCredentialRequestOptionsJSON). */
      options: z.looseObject({ challenge: z.string(), rpId: z.string() }),
      origin: z.string(),
      expiresAt: z.iso.datetime(),
    }),
  },
  ({ platform, params: { id }, body, caller }) => askForSignature(platform, { actionId: id, caller, ...body }),
)
