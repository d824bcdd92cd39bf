import { readFile } from 'node:fs/promises'
import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { createRulesModel } from '#lib/models/rules/index.ts'
import { demoReads, gardenReads } from './canned-reads.ts'
import { converse } from './converse.ts'
import { judge, type Paraphrase } from './judge.ts'
import { demoTools, gardenTools } from './offered-tools.ts'

const model = createRulesModel({ now: () => new Date('2026-03-02T09:00:00Z') })
const leastShare = 0.85

async function read(name: string): Promise<Paraphrase[]> {
  return JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8')) as Paraphrase[]
}

async function misses(entries: readonly Paraphrase[], tools: LanguageModelV4FunctionTool[], reads: typeof demoReads): Promise<string[]> {
  const found: string[] = []
  for (const entry of entries) {
    const texts = [entry.text].flat()
    const { calls, said } = await converse(model, tools, texts, reads)
    const wrong = judge(entry, calls, said.at(-1) ?? '')
    if (wrong.length > 0) found.push(`${texts.join(' / ')}\n    ${wrong.join('\n    ')}`)
  }
  return found
}

describe.each([
  { api: 'the demo', file: 'acme.json', tools: demoTools, reads: demoReads },
  { api: 'the demo, everyday talk', file: 'everyday.json', tools: demoTools, reads: demoReads },
  { api: 'an API made up for the test', file: 'library.json', tools: gardenTools, reads: gardenReads },
])('paraphrases over $api', ({ api, file, tools, reads }) => {
  it('fewer than 85 % pick the right operation with the right inputs', async () => {
    const entries = await read(file)
    const missed = await misses(entries, await tools(), reads)
    const share = (entries.length - missed.length) / entries.length
    process.stdout.write(
      `Paraphrases, ${api}: ${entries.length - missed.length} of ${entries.length} (${Math.round(share * 100)} %)\n${missed.map((miss) => `  missed: ${miss}\n`).join('')}`,
    )
    expect(share).toBeGreaterThanOrEqual(leastShare)
  })

  it('a paraphrase that is an example of the API proves nothing', async () => {
    const examples = (await tools()).flatMap(
      (tool) => (tool.providerOptions?.countersign as { examples?: string[] } | undefined)?.examples ?? [],
    )
    const plain = new Set(
      examples.map((example) =>
        example
          .replace(/\{[^}]*\}/g, '')
          .replace(/\W+/g, ' ')
          .trim()
          .toLowerCase(),
      ),
    )
    for (const { text } of await read(file))
      for (const one of [text].flat()) expect(plain.has(one.replace(/\W+/g, ' ').trim().toLowerCase())).toBe(false)
  })
})
