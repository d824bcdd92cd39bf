import { type ActionRow, policyOf } from '#lib/actions/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { type Platform, Prisma, type Tx, toJson } from '#lib/platform/index.ts'

interface Labelled {
  decisionId: string
  caller: Caller
  verdict: 'approve' | 'reject' | 'edit'
  /** Of an edit: what the person made of it. */
  input?: unknown
  comment?: string | undefined
  at: Date
}

const labels = { approve: 'approved', reject: 'rejected', edit: 'changed' } as const

/** What was proposed and what a person made of it, in the transaction of their decision. `row` is the action as they saw it. */
export async function keepExample(platform: Platform, tx: Tx, row: ActionRow, labelled: Labelled): Promise<void> {
  const { decisionId, caller, verdict, input, comment, at } = labelled
  const turn =
    row.turnId === null ? null : await tx.turn.findUnique({ where: { id: row.turnId }, select: { model: true, promptVersion: true } })
  const final = { approve: row.input, reject: null, edit: input }[verdict]
  await tx.labelledExample.create({
    data: {
      id: platform.ids(),
      actionId: row.id,
      decisionId,
      label: labels[verdict],
      operation: row.operation,
      connectionId: row.connectionId,
      effect: row.effect,
      proposed: toJson(row.input),
      final: final === null ? Prisma.DbNull : toJson(final),
      preview: row.preview === null ? Prisma.DbNull : toJson(row.preview),
      comment: comment ?? null,
      tainted: row.tainted,
      sources: toJson(row.sources),
      model: row.modelLabel ?? turn?.model ?? null,
      promptVersion: turn?.promptVersion ?? null,
      rules: (policyOf(row)?.rules ?? []).filter(({ verdict: said }) => said === 'require_approval').map(({ name }) => name),
      moneyMinor: row.moneyMinor,
      decidedById: caller.personId,
      requestedById: row.requestedById,
      at,
    },
  })
}
