import { readFile } from 'node:fs/promises'
import { createRulesModel } from '#lib/models/rules/index.ts'
import { demoReads } from './canned-reads.ts'
import { converse } from './converse.ts'
import { demoTools } from './offered-tools.ts'
import { readAbilities } from '#lib/models/rules/ability.ts'
import { makeCatalogue } from '#lib/models/rules/catalogue.ts'
import { splitRequests } from '#lib/models/rules/clauses.ts'
import { rankOperations } from '#lib/models/rules/rank-operations.ts'
import { isGrounded } from '#lib/models/rules/is-grounded.ts'
import { viewText } from '#lib/models/rules/text-view.ts'
const now = new Date('2026-03-02T09:00:00Z')
  const tools = await demoTools()
  const model = createRulesModel({ now: () => now })
  const catalogue = makeCatalogue(readAbilities(tools).abilities)
  for (const line of (await readFile('/tmp/try.txt', 'utf8')).split('\n').filter(Boolean)) {
    const texts = line.split(' / ')
    const { calls, said } = await converse(model, tools, texts, demoReads)
    let out = `\n#### ${line}\n`
    if (process.env.RANK) for (const r of splitRequests(texts.at(-1)!, catalogue.vocabulary)) {
      out += `  req: ${JSON.stringify(r)}\n`
      for (const one of rankOperations(catalogue, r, viewText(r.text, now)).slice(0, 4)) out += `     ${one.score.toFixed(2)} ${one.ability.operation} ${isGrounded(one, r, viewText(r.text, now))} ${JSON.stringify([...one.filled.values].map(([f, v]) => [f.name, v]))}\n`
    }
    for (const call of calls) out += `  -> ${call.operation} ${JSON.stringify(call.input)}\n`
    for (const s of said) out += `  ${s.replaceAll('\n', '\n  ')}\n`
    process.stdout.write(out)
  }
