import { AppError } from '#lib/core/index.ts'
import { readArguments, runCommand } from '../command-line.ts'
import { actionUsage, chooseAction } from '../doctor/choose-action.ts'
import { examine } from '../doctor/examine.ts'
import { runRealAction } from '../doctor/real-action.ts'
import { reportLines } from '../doctor/report.ts'
import { loadEnvironment } from '../environment.ts'

const usage = `npm run doctor -- [--mend] [--json]\n${actionUsage}`
const print = (line: string) => void process.stdout.write(`${line}\n`)

await runCommand(async () => {
  const { values, positionals } = readArguments(
    {
      mend: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      action: { type: 'boolean', default: false },
      key: { type: 'string' },
      operation: { type: 'string' },
      input: { type: 'string' },
      url: { type: 'string' },
      wait: { type: 'string', default: '600' },
    },
    usage,
  )
  if (positionals.length > 0) throw new AppError('invalid', `There is no "${positionals[0]}" here:\n${usage}`)
  const waitSeconds = Number(values.wait)
  if (!(waitSeconds >= 0 && waitSeconds <= 86_400)) throw new AppError('invalid', `--wait takes seconds, a day at most:\n${usage}`)
  const { env, variables } = loadEnvironment()

  if (values.action) {
    const { key = variables.COUNTERSIGN_API_KEY || undefined, operation, input, url } = values
    return (await runRealAction(await chooseAction(env, { key, operation, input, url, waitSeconds }, print))) ? 0 : 1
  }
  const { findings, mended } = await examine(env, { mend: values.mend })
  const wrong = findings.some(({ level }) => level === 'wrong')
  if (values.json) print(JSON.stringify({ ok: !wrong, findings, ...(mended === null ? {} : { mended }) }, null, 2))
  else {
    if (mended !== null) for (const line of mended.length === 0 ? ['nothing to mend'] : mended) print(`  mended  ${line}`)
    for (const line of reportLines(findings)) print(line)
  }
  return wrong ? 1 : 0
})
