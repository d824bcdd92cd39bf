import { type Change, isJsonObject, type Json, type Preview, type PreviewMaker } from '#lib/core/index.ts'
import { addressOf, buildRequest } from './build-request.ts'
import type { HttpClient } from './client.ts'
import type { OperationDeclarationData, PreviewTemplate } from './declaration.ts'
import { variables } from './extensions.ts'
import { humanized } from './names.ts'
import { evaluateInput, readThrough } from './read-through.ts'
import { expression, template } from './template.ts'

/** How an operation shows what it will change: as its document proposes, else as the request that will be sent. */
export function previewMaker(declaration: OperationDeclarationData, title: string): PreviewMaker<unknown, HttpClient> {
  const proposed = declaration.preview
  if (proposed === null) return { live: false, make: (input) => requestPreview(declaration, title, input) }
  const fill = filler(proposed, declaration, title)
  const { read } = proposed
  if (read === null) return { live: false, make: (input) => fill({ input }) }
  return {
    live: true,
    async make(input, context) {
      const before = await readThrough(read, evaluateInput(read.input, variables.previewRead, { input }), context)
      return fill({ input, before })
    },
  }
}

/** The request as it will be sent: `POST /items/7/returns on Shop`, and each field of the input. */
export function requestPreview(declaration: OperationDeclarationData, title: string, input: unknown): Preview {
  const request = buildRequest(declaration.request, input)
  const fields = isJsonObject(input) ? Object.entries(input) : []
  return {
    summary: `${request.method} ${addressOf(request)} on ${title}`,
    changes: fields.map(([path, after]) => ({ path, label: labelOf(declaration, path), before: null, after: after as Json })),
    warnings: [],
  }
}

function labelOf({ input }: OperationDeclarationData, field: string): string {
  const properties = isJsonObject(input.properties) ? input.properties : {}
  const schema = properties[field]
  return isJsonObject(schema) && typeof schema.title === 'string' ? schema.title : humanized(field)
}

type Values = { input: unknown; before?: unknown }

function filler(proposed: PreviewTemplate, declaration: OperationDeclarationData, title: string): (values: Values) => Preview {
  const names = proposed.read === null ? variables.previewRead : variables.preview
  const summary = proposed.summary === null ? null : template(proposed.summary, names)
  const changes = proposed.changes?.map(({ path, label, before, after }) => ({
    path,
    label,
    before: before === null ? null : expression(before, names),
    after: after === null ? null : expression(after, names),
  }))
  const warnings = proposed.warnings.map(({ when, text }) => ({ when: expression(when, names), text: template(text, names), plain: text }))

  return (values) => {
    const plain = requestPreview(declaration, title, values.input)
    const made = changes?.flatMap(({ path, label, before, after }): Change[] => {
      const shownAfter = after === null ? null : quiet(() => after(values) as Json)
      // A field that was not given has nothing to show.
      if (shownAfter === undefined) return []
      return [{ path, label, before: before === null ? null : (quiet(() => before(values) as Json) ?? null), after: shownAfter }]
    })
    return {
      summary: (summary === null ? undefined : quiet(() => summary(values))) ?? plain.summary,
      changes: made ?? plain.changes,
      warnings: warnings.flatMap(({ when, text, plain: source }) => {
        const applies = quiet(() => when(values))
        // A warning that cannot be judged is better shown than kept quiet.
        if (applies === undefined) return [`Not certain, it could not be looked up: ${quiet(() => text(values)) ?? source}`]
        return applies === true ? [quiet(() => text(values)) ?? source] : []
      }),
    }
  }
}

/** What could not be evaluated (a key that is not there) is undefined. */
function quiet<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
