import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

interface Locked {
  version?: string
  optionalDependencies?: Record<string, string>
}

test('a platform’s package that the lock leaves out would stop npm ci on every machine', async () => {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !foundFrom(packages, path, name)),
  )
  expect(missing).toEqual([])
})

/** Whether Node's look-up from `path` upwards finds `name`. */
function foundFrom(packages: Record<string, Locked>, path: string, name: string): boolean {
  for (let at = path; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]?.version !== undefined) return true
    if (at === '') return false
  }
}
