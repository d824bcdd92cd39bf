import { existsSync, globSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'

export interface Violation {
  rule: string
  from: string
  to: string
  why: string
}

const folders = ['app', 'components', 'lib', 'workers', 'demo', 'scripts', 'bench', 'chaos', 'tests']
/** Rules about what runs; the others hold for types as well. */
const aboutValues = new Set(['no-circles', 'database-below', 'no-test-tools-at-run-time'])

/** Every import below `root` that breaks a rule of .dependency-cruiser.cjs. */
export async function findViolations(root: string): Promise<Violation[]> {
  const { forbidden = [], options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as IFlattenedRuleSet & {
    options: object
  }
  const everything = forbidden.filter(({ name }) => !aboutValues.has(name ?? ''))
  const values = forbidden.filter(({ name }) => aboutValues.has(name ?? ''))
  return [...(await cruiseCopy(root, everything, options, true)), ...(await cruiseCopy(root, values, options, false))]
}

async function cruiseCopy(
  root: string,
  forbidden: IFlattenedRuleSet['forbidden'],
  options: object,
  withTypes: boolean,
): Promise<Violation[]> {
  const copy = await mkdtemp(join(tmpdir(), 'countersign-architecture-'))
  try {
    await copyImports(root, copy, withTypes)
    const present = folders.filter((folder) => existsSync(join(copy, folder)))
    const { output } = await cruise(present, { ...options, baseDir: copy, ruleSet: { forbidden: forbidden ?? [] }, validate: true })
    const plain = (path: string) => path.replace(/\.js$/, '').replace(/^.*node_modules\//, '')
    return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from: plain(from),
      to: plain(to),
      why: forbidden?.find(({ name }) => name === rule.name)?.comment ?? '',
    }))
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** The tree with nothing in its files but their imports. */
async function copyImports(root: string, copy: string, withTypes: boolean): Promise<void> {
  for (const file of globSync(`{${folders.join(',')}}/**/*.{ts,tsx}`, {
    cwd: root,
    exclude: (path) => path.startsWith('tests/fixtures'),
  })) {
    const target = join(copy, `${file}.js`)
    await mkdir(dirname(target), { recursive: true })
    const imports = importsOf(await readFile(join(root, file), 'utf8'), withTypes)
    await writeFile(target, imports.map((specifier) => `import '${renamed(specifier)}'\n`).join(''))
    for (const specifier of imports) await placeTarget(root, copy, file, specifier)
  }
  const packageFile = existsSync(join(root, 'package.json')) ? root : '.'
  await cp(join(packageFile, 'package.json'), join(copy, 'package.json'))
  await symlink(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'))
}

/** What is imported but not looked into (generated files, styles, data) has to be there to be found. */
async function placeTarget(root: string, copy: string, file: string, specifier: string): Promise<void> {
  const path = specifier.startsWith('.')
    ? posix.join(posix.dirname(file), specifier)
    : specifier.startsWith('#')
      ? specifier.slice(1)
      : null
  if (path === null || !existsSync(join(root, path))) return
  const target = join(copy, renamed(path))
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, '', { flag: 'a' })
}

function renamed(specifier: string): string {
  return /^[.#a-z].*\.tsx?$/.test(specifier) ? `${specifier}.js` : specifier
}

/** The formatter puts each import at the beginning of a line and into single quotes, so no parser is needed. */
function importsOf(source: string, withTypes: boolean): string[] {
  const statement = /^(?:import|export)\s(type\s)?[^'"`;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm
  const found = [...source.matchAll(statement)].filter(([, type]) => withTypes || type === undefined)
  return [...new Set(found.map(([, , from, alone, dynamic]) => from ?? alone ?? dynamic ?? ''))]
}
