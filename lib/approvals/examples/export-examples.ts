import { recordAudit } from '#lib/audit/index.ts'
import { loadOperation } from '#lib/connectors/index.ts'
import { hideSecrets, maskInput, secretsIn } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, type Prisma, withTransaction } from '#lib/platform/index.ts'

/** Rows read for one piece of the file. */
const pageSize = 200

export const exampleLabels = ['approved', 'changed', 'rejected'] as const

export interface ExampleFilter {
  operation?: string | undefined
  label?: (typeof exampleLabels)[number] | undefined
  from?: Date | undefined
  to?: Date | undefined
  /** Lines at most; all without it. */
  limit?: number | undefined
  /** The `id` of the last line of an earlier file: this one goes on after it. */
  after?: string | undefined
}

/**
 * What was proposed and what people made of it as JSON Lines, oldest first: a line for each decision, its secrets masked. Each piece is
 * read when it is asked for; no connection is held between two. That it was exported is recorded. Throws `forbidden`.
 */
export async function exportExamples(
  platform: Platform,
  filter: ExampleFilter,
  caller: Caller,
): Promise<{ fileName: string; lines: AsyncGenerator<string, void> }> {
  requireAbility(caller, 'example.read')
  const at = platform.clock.now()
  await withTransaction(platform, (tx) =>
    recordAudit(tx, {
      kind: 'examples.exported',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'examples', id: 'all' },
      content: { ...filter, from: filter.from?.toISOString() ?? null, to: filter.to?.toISOString() ?? null },
      at,
    }),
  )
  return { fileName: `examples-${at.toISOString().slice(0, 10)}.jsonl`, lines: exampleLines(platform, filter) }
}

async function* exampleLines(platform: Platform, { limit = Number.POSITIVE_INFINITY, after, ...filter }: ExampleFilter) {
  const { operation, label, from, to } = filter
  const fits: Prisma.LabelledExampleWhereInput = {
    ...(operation === undefined ? {} : { operation }),
    ...(label === undefined ? {} : { label }),
    at: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) },
  }
  let [left, last] = [limit, after]
  while (left > 0) {
    const rows = await platform.db.labelledExample.findMany({
      where: { ...fits, ...(last === undefined ? {} : { id: { gt: last } }) },
      // UUIDv7: the order of ids is that of their making.
      orderBy: { id: 'asc' },
      take: Math.min(pageSize, left),
    })
    if (rows.length > 0) yield (await Promise.all(rows.map((row) => lineOf(platform, row)))).join('')
    if (rows.length < Math.min(pageSize, left)) return
    left -= rows.length
    last = rows.at(-1)?.id
  }
}

type ExampleRow = Prisma.LabelledExampleGetPayload<object>

/** One example without its secrets; those that stand in words about it are taken out of these too. */
async function lineOf(platform: Platform, { moneyMinor, at, proposed, final, preview, comment, sources, ...row }: ExampleRow) {
  const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
  const schema = connected?.operation.input.json ?? {}
  const secrets = [...secretsIn(schema, proposed), ...(final === null ? [] : secretsIn(schema, final))]
  const line = {
    ...row,
    at: at.toISOString(),
    proposed: maskInput(schema, proposed),
    final: final === null ? null : maskInput(schema, final),
    ...hideSecrets({ preview, comment, sources }, secrets),
    moneyMinor: moneyMinor === null ? null : moneyMinor.toString(),
  }
  return `${JSON.stringify(line)}\n`
}
