import { z } from 'zod'
import { actionStatuses } from './action-states.ts'
import { decisionSignatureSchema } from './decision-signature.ts'
import { effects, repeats } from './effect.ts'
import { preview } from './preview.ts'

const time = z.iso.datetime()
const named = z.object({ id: z.uuid(), name: z.string() })
const hash = z.string().regex(/^[0-9a-f]{64}$/, '32 bytes in hex')

const event = z.object({
  id: z.uuid(),
  at: time,
  kind: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable() }),
  subject: z.object({ kind: z.string(), id: z.string() }),
  /** Null, like the salt: erased on request. The hash is what is left of it. */
  content: z.json(),
  salt: z.string().nullable(),
  /** SHA-256 of salt ‖ RFC 8785 of {actor, at, content, id, kind, subject, traceId}. */
  contentHash: hash,
  traceId: z.string().nullable(),
})

/** That an event stands in the log: RFC 6962, 2.1.1. */
const proof = z.object({
  eventId: z.uuid(),
  index: z.int(),
  /** SHA-256 of 0x00 ‖ the event's id (16 bytes) ‖ its content hash. */
  leafHash: hash,
  path: z.array(hash),
  /** The note is a C2SP checkpoint in a C2SP signed note. */
  checkpoint: z.object({ size: z.int(), rootHash: hash, note: z.string() }),
})

/** A receipt of one action: what was asked, who agreed to what, what came of it, and the log that says so, with its proofs. */
export const receiptSchema = z.object({
  format: z.literal('countersign.receipt'),
  version: z.literal(1),
  madeAt: time,
  action: z.object({
    id: z.uuid(),
    title: z.string(),
    operation: z.string(),
    operationVersion: z.string(),
    connection: z.object({ id: z.uuid(), name: z.string(), revision: z.int() }),
    effect: z.enum(effects),
    repeat: z.enum(repeats),
    input: z.json(),
    preview: preview.nullable(),
    /** Input or preview hold secrets, which are masked here. */
    secretsMasked: z.boolean().default(false),
    /** Null: nothing was shown to approve (a read, or not prepared yet). */
    digest: z.string().nullable(),
    requestedBy: named,
    status: z.enum(actionStatuses),
    createdAt: time,
    settledAt: time.nullable(),
    attempts: z.int(),
    /** Why input, preview or result are no longer here; null where they are. */
    erased: z.string().nullable(),
  }),
  decisions: z.array(
    z.object({
      person: named,
      verdict: z.enum(['approve', 'reject', 'edit']),
      digest: z.string(),
      comment: z.string().nullable(),
      at: time,
      byKey: z.boolean(),
      voidedAt: time.nullable(),
      /** What the person's passkey signed; null: it was a click. */
      signature: decisionSignatureSchema.nullable(),
    }),
  ),
  attempts: z.array(z.object({ number: z.int(), fence: z.int(), startedAt: time, endedAt: time.nullable(), class: z.string().nullable() })),
  /** The same in plain sentences. */
  statement: z.array(z.string()),
  events: z.array(event),
  proofs: z.array(proof),
  /** `publicKey` as C2SP tools take it: name+id+key. */
  log: z.object({ name: z.string(), publicKey: z.string() }),
})
export type Receipt = z.infer<typeof receiptSchema>
export type ReceiptEvent = Receipt['events'][number]
export type ReceiptProof = Receipt['proofs'][number]
