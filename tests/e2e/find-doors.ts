import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface FoundDoors {
  /** `GET /api/v1/actions/{id}` */
  api: string[]
  pages: string[]
  /** `app/(house)/commands.ts decide` */
  functions: string[]
}

const methods = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS'

/** The doors that the sources have. */
export function doorsOfSources(): FoundDoors {
  const files = readdirSync('app', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
    .map((entry) => relative('.', join(entry.parentPath, entry.name)))
  const endingWith = (name: string) => files.filter((file) => file.endsWith(`/${name}`) || file === name)
  return {
    api: endingWith('route.ts').flatMap((file) => methodsOf(readFileSync(file, 'utf8')).map((method) => `${method} ${addressOf(file)}`)),
    pages: endingWith('page.tsx').map((file) => addressOf(file, false)),
    functions: files
      .filter((file) => /^(?:\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*['"]use server['"]/.test(readFileSync(file, 'utf8')))
      .flatMap((file) => exportsOf(readFileSync(file, 'utf8')).map((name) => `${file} ${name}`)),
  }
}

interface Reference {
  exportedName: string
  filename: string
}

/** The doors that the build has; `files` are addresses that it made itself, such as pictures. */
export function doorsOfBuild(): { routes: string[]; pages: string[]; functions: Map<string, string> } {
  const routes = JSON.parse(readFileSync('.next/app-path-routes-manifest.json', 'utf8')) as Record<string, string>
  const references = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as {
    node: Record<string, Reference>
    edge: Record<string, Reference>
  }
  const known = Object.entries(routes).filter(([, address]) => !address.startsWith('/_'))
  return {
    routes: known.filter(([file]) => file.endsWith('/route')).map(([, address]) => withBraces(address)),
    pages: known.filter(([file]) => file.endsWith('/page')).map(([, address]) => address),
    functions: new Map(
      [...Object.entries(references.node), ...Object.entries(references.edge)].map(([id, { exportedName, filename }]) => [
        `${filename} ${exportedName}`,
        id,
      ]),
    ),
  }
}

function methodsOf(source: string): string[] {
  const declared = [...source.matchAll(new RegExp(`export (?:const|(?:async )?function) (${methods})\\b`, 'g'))].map(
    ([, name]) => name ?? '',
  )
  const listed = [...source.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names = '']) =>
    names.split(',').map(
      (name) =>
        name
          .split(/\bas\b/)
          .at(-1)
          ?.trim() ?? '',
    ),
  )
  return [...declared, ...listed].filter((name) => new RegExp(`^(${methods})$`).test(name))
}

function exportsOf(source: string): string[] {
  return [...source.matchAll(/^export (?:default )?(?:async function|const) (\w+)/gm)].map(([, name]) => name ?? '')
}

function addressOf(file: string, braces = true): string {
  const segments = file
    .split('/')
    .slice(1, -1)
    .filter((segment) => !/^\(.*\)$/.test(segment))
  const address = `/${segments.join('/')}`
  return braces ? withBraces(address) : address
}

function withBraces(address: string): string {
  return address.replace(/\[(\w+)\]/g, '{$1}')
}
