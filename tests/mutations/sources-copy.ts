import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { childEnvironment } from '#lib/platform/env.ts'
import { cleanUp } from '#tests/support/clean-up.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import type { Mutation } from './mutations.ts'

const copied = ['lib', 'demo', 'prisma', 'scripts', 'tests/support', 'tests/actions', 'package.json', 'tsconfig.json', 'vitest.config.ts']

/** One test of a run: its name, and what it said when it failed. */
export interface Ran {
  name: string
  passed: boolean
  messages: string[]
}

interface Report {
  testResults: { message: string; assertionResults: { title: string; status: string; failureMessages: string[] }[] }[]
}

export interface SourcesCopy {
  /** Breaks one guard while `work` runs. Throws when the place is not there exactly once: then the table has to follow the sources. */
  broken<T>(mutation: Mutation, work: () => Promise<T>): Promise<T>
  /** Runs tests in the copy, on the PostgreSQL that is named. Throws, with what was said, when they could not even begin. */
  run(file: string, name?: string): Promise<Ran[]>
}

/** The sources in a folder of their own, with the packages of this one. */
export async function copySources(databaseAdminUrl: string): Promise<SourcesCopy> {
  const folder = await temporaryFolder()
  cleanUp(folder.remove)
  for (const path of copied) await cp(resolve(path), join(folder.path, path), { recursive: true })
  await symlink(resolve('node_modules'), join(folder.path, 'node_modules'))
  const environment = childEnvironment({
    ...Object.fromEntries(
      Object.keys(childEnvironment({})).flatMap((name) => (/^(VITEST|VITE|NODE_ENV$|TEST$)/.test(name) ? [[name, undefined]] : [])),
    ),
    TEST_DATABASE_ADMIN_URL: databaseAdminUrl,
  })
  return {
    async broken({ file, find, replace }, work) {
      const path = join(folder.path, file)
      const whole = await readFile(path, 'utf8')
      if (whole.split(find).length !== 2) throw new Error(`${file} holds this ${whole.split(find).length - 1} times, not once: ${find}`)
      await writeFile(
        path,
        whole.replace(find, () => replace),
      )
      try {
        return await work()
      } finally {
        await writeFile(path, whole)
      }
    },
    async run(file, name) {
      const report = join(folder.path, 'report.json')
      const flags = [
        'run',
        file,
        '--project=integration',
        '--reporter=json',
        `--outputFile=${report}`,
        ...(name === undefined ? [] : ['-t', name]),
      ]
      const child = spawn(process.execPath, [resolve('node_modules/vitest/vitest.mjs'), ...flags], {
        cwd: folder.path,
        env: environment as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let said = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += String(text)))
      await once(child, 'close')
      const read = await readFile(report, 'utf8').catch(() => null)
      if (read === null) throw new Error(`the tests did not run: ${said}`)
      const { testResults } = JSON.parse(read) as Report
      const ran = testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => /^(passed|failed)$/.test(status))
      if (ran.length === 0) throw new Error(`no test of ${file} ran: ${testResults.map(({ message }) => message).join(' ')} ${said}`)
      return ran.map(({ title, status, failureMessages }) => ({ name: title, passed: status === 'passed', messages: failureMessages }))
    },
  }
}
