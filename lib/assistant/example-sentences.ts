import { z } from 'zod'
import { listOperations } from '#lib/connectors/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { type Platform, toJson } from '#lib/platform/index.ts'

const key = 'example_sentences'
const stored = z.array(z.string().min(1)).max(12)
const shown = 5

/** Sentences to click in an empty chat: the organisation's own, else examples of the operations that the person may use, which need nothing filled in. */
export async function exampleSentences(platform: Platform, caller: Caller): Promise<string[]> {
  const row = await platform.db.setting.findUnique({ where: { key } })
  const own = stored.safeParse(row?.value)
  if (own.success) return own.data.slice(0, shown)
  const operations = await listOperations(platform, { person: caller })
  const whole = operations.flatMap(({ operation }) => operation.examples.find((example) => !example.includes('{')) ?? [])
  return whole.slice(0, shown)
}

/** Organisation data, changed without a deploy. */
export async function saveExampleSentences({ db }: Pick<Platform, 'db'>, sentences: readonly string[]): Promise<void> {
  const value = toJson(stored.parse(sentences))
  await db.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
}
