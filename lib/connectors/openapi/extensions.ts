import { z } from 'zod'
import { effects, repeats } from '#lib/core/index.ts'
import type { CheckTemplate, OperationDeclarationData, PreviewTemplate, ReadTemplate, UndoTemplate } from './declaration.ts'
import { expression, TemplateError, template } from './template.ts'

const prefix = 'x-countersign-'

/** What an extension may refer to: the document's operations, and the names that those of this connection have. */
export interface Neighbours {
  find(operationId: string): OperationDeclarationData | null
  nameOf(operationId: string): string | null
}

/** What each variable of an expression is, by where the expression stands. */
export const variables = {
  label: ['input'],
  preview: ['input', 'before'],
  previewRead: ['input'],
  check: ['input', 'answer', 'actionId'],
  checkInput: ['input', 'actionId'],
  undo: ['input', 'output', 'before'],
} as const

const inputs = z.record(z.string(), z.string()).default({})
const read = z.object({ operation: z.string(), input: inputs })
const preview = z.object({
  read: read.optional(),
  summary: z.string().optional(),
  changes: z
    .array(z.object({ path: z.string(), label: z.string(), before: z.string().optional(), after: z.string().optional() }))
    .optional(),
  warnings: z.array(z.object({ when: z.string(), text: z.string() })).default([]),
})
const check = read.extend({ happened: z.string(), output: z.string().default('answer') })
const undo = z.union([z.object({ possible: z.literal(false), why: z.string() }), read])
const amount = z.union([
  z.string(),
  z.object({
    amount: z.string(),
    unit: z.enum(['major', 'minor']).default('major'),
    currency: z.union([z.string().regex(/^[A-Z]{3}$/), z.object({ from: z.string() })]).optional(),
  }),
])

const retry = z.strictObject({
  attempts: z.number().int().min(1).max(20).optional(),
  withinSeconds: z.number().int().min(1).max(604_800).optional(),
})

type Change = Partial<OperationDeclarationData>

const readers: Readonly<Record<string, (value: unknown, declaration: OperationDeclarationData, neighbours: Neighbours) => Change>> = {
  effect(value, declaration) {
    const effect = z.enum(effects).parse(value)
    return { effect, confirmed: declaration.confirmed && effect === 'read', outside: effect === 'read' }
  },
  repeat: (value) => ({ repeat: z.enum(repeats).parse(value) }),
  'key-header': (value) => {
    z.string()
      .regex(/^[A-Za-z0-9-]{1,64}$/)
      .parse(value)
    return {}
  },
  examples: (value) => ({ examples: z.array(z.string().max(300)).max(20).parse(value) }),
  label(value) {
    const label = z.string().max(200).parse(value)
    template(label, variables.label)
    return { label }
  },
  preview: (value, _declaration, neighbours) => ({ preview: readPreview(preview.parse(value), neighbours) }),
  check: (value, _declaration, neighbours) => ({ check: readCheck(check.parse(value), neighbours) }),
  undo: (value, _declaration, neighbours) => ({ undo: readUndo(undo.parse(value), neighbours) }),
  money(value) {
    const money = z
      .array(amount)
      .parse(value)
      .map((entry) =>
        typeof entry === 'string'
          ? { amount: entry, unit: 'major' as const, currency: null }
          : { ...entry, currency: typeof entry.currency === 'string' ? { code: entry.currency } : (entry.currency ?? null) },
      )
    return { money }
  },
  outside: (value) => ({ outside: z.boolean().parse(value) }),
  retry: (value) => ({ retry: retry.parse(value) }),
}

/**
 * Takes an operation's x-countersign-* members. One that cannot be used is left out and named in `complaints`;
 * an amount that cannot be followed stays known as unreadable, so that it is never taken for none.
 */
export function applyExtensions(
  base: OperationDeclarationData,
  operation: Readonly<Record<string, unknown>>,
  neighbours: Neighbours,
): { declaration: OperationDeclarationData; complaints: string[] } {
  const extensions = Object.fromEntries(Object.entries(operation).filter(([key]) => key.startsWith(prefix)))
  let declaration: OperationDeclarationData = { ...base, extensions }
  const complaints: string[] = []
  // One reader after the other: `outside` has the last word over what `effect` says about it.
  for (const [name, reader] of Object.entries(readers)) {
    const value = extensions[prefix + name]
    if (value === undefined) continue
    try {
      declaration = { ...declaration, ...reader(value, declaration, neighbours) }
    } catch (error) {
      complaints.push(`its ${prefix}${name} cannot be used and was left out: ${whyOf(error)}`)
      if (name === 'money') declaration = { ...declaration, money: 'unreadable' }
    }
  }
  for (const key of Object.keys(extensions)) {
    if (!Object.hasOwn(readers, key.slice(prefix.length))) complaints.push(`its ${key} is not known and was left out`)
  }
  return { declaration, complaints }
}

function whyOf(error: unknown): string {
  if (error instanceof TemplateError) return error.message
  if (error instanceof z.ZodError) {
    const [issue] = error.issues
    const at = issue?.path.join('.') ?? ''
    return `${at === '' ? '' : `${at}: `}${issue?.message ?? 'it does not fit'}`
  }
  return error instanceof Error ? error.message : String(error)
}

function readTemplate(given: z.infer<typeof read>, names: readonly string[], { find }: Neighbours): ReadTemplate {
  const target = find(given.operation)
  if (target === null) throw new TemplateError(`there is no sound operation ${given.operation} in the document`)
  if (target.request.method !== 'GET') throw new TemplateError(`${given.operation} is not a GET`)
  const { properties = {}, required = [] } = target.input as { properties?: object; required?: string[] }
  for (const [field, text] of Object.entries(given.input)) {
    if (!Object.hasOwn(properties, field)) throw new TemplateError(`${given.operation} takes no ${field}`)
    expression(text, names)
  }
  const missing = required.find((field) => !Object.hasOwn(given.input, field))
  if (missing !== undefined) throw new TemplateError(`${given.operation} needs ${missing}`)
  return { operationId: given.operation, request: target.request, input: given.input }
}

function readPreview(given: z.infer<typeof preview>, neighbours: Neighbours): PreviewTemplate {
  const names = given.read === undefined ? variables.previewRead : variables.preview
  if (given.summary !== undefined) template(given.summary, names)
  for (const change of given.changes ?? []) {
    for (const text of [change.before, change.after]) if (text !== undefined) expression(text, names)
  }
  for (const warning of given.warnings) {
    expression(warning.when, names)
    template(warning.text, names)
  }
  return {
    read: given.read === undefined ? null : readTemplate(given.read, variables.previewRead, neighbours),
    summary: given.summary ?? null,
    changes: given.changes?.map(({ path, label, before = null, after = null }) => ({ path, label, before, after })) ?? null,
    warnings: given.warnings,
  }
}

function readCheck(given: z.infer<typeof check>, neighbours: Neighbours): CheckTemplate {
  expression(given.happened, variables.check)
  expression(given.output, variables.check)
  return { ...readTemplate(given, variables.checkInput, neighbours), happened: given.happened, output: given.output }
}

function readUndo(given: z.infer<typeof undo>, { nameOf }: Neighbours): UndoTemplate {
  if ('possible' in given) return given
  const operation = nameOf(given.operation)
  if (operation === null) throw new TemplateError(`the operation ${given.operation} is not part of this connection`)
  for (const text of Object.values(given.input)) expression(text, variables.undo)
  return { possible: true, operation, input: given.input }
}
