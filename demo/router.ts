import { Refusal } from './refusal.ts'
import type { Route } from './route.ts'

export interface Found {
  route: Route
  parameters: Record<string, string>
}

export interface Router {
  /** The route for a request, or a refusal: 404 for the path, 405 for the method. */
  find(method: string, path: string): Found
}

/** Paths without parameters come before those with, so `/contacts/search` is not a contact's id. */
export function createRouter(routes: readonly Route[]): Router {
  const known = routes
    .map((route) => ({ route, segments: route.path.split('/'), variable: route.path.split('{').length }))
    .sort((left, right) => left.variable - right.variable)

  return {
    find(method, path) {
      const given = path.split('/')
      const matches = known.flatMap(({ route, segments, variable }) => {
        const parameters = matchSegments(segments, given)
        return parameters === null ? [] : [{ route, parameters, variable }]
      })
      const best = matches.filter(({ variable }) => variable === matches[0]?.variable)
      if (best.length === 0) throw new Refusal(404, `There is nothing at ${path}.`)
      const found = best.find(({ route }) => route.method === method)
      if (found === undefined) throw new Refusal(405, `${path} does not take ${method}.`)
      return { route: found.route, parameters: decodeAll(found.parameters) }
    },
  }
}

function matchSegments(wanted: readonly string[], given: readonly string[]): Record<string, string> | null {
  if (wanted.length !== given.length) return null
  const parameters: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? ''
    if (segment.startsWith('{')) {
      if (value === '') return null
      parameters[segment.slice(1, -1)] = value
    } else if (segment !== value) return null
  }
  return parameters
}

function decodeAll(parameters: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    throw new Refusal(400, 'The path is not well encoded.')
  }
}
