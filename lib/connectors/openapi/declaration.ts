import type { Effect, JsonSchema, Repeat } from '#lib/core/index.ts'

export type ParameterPlace = 'path' | 'query' | 'header'

/** One parameter of a request: `field` of the input goes to `name` in the request. */
export interface ParameterTemplate {
  field: string
  name: string
  in: ParameterPlace
  style: 'simple' | 'form' | 'deepObject' | 'spaceDelimited' | 'pipeDelimited' | 'json'
  explode: boolean
}

/** The body: the named fields of the input, or (`whole`) the one field that holds all of it. `rest`: fields that are no parameter belong to it too. */
export type BodyTemplate = { encoding: 'json' | 'form'; contentType: string } & ({ whole: string } | { fields: string[]; rest: boolean })

/** How an input becomes an HTTP request. */
export interface RequestTemplate {
  method: string
  path: string
  parameters: ParameterTemplate[]
  body: BodyTemplate | null
  accept: string
}

/** Another operation of the same document that a preview or a check reads, with its input as expressions. */
export interface ReadTemplate {
  operationId: string
  request: RequestTemplate
  input: Record<string, string>
}

export interface PreviewTemplate {
  read: ReadTemplate | null
  summary: string | null
  changes: { path: string; label: string; before: string | null; after: string | null }[] | null
  warnings: { when: string; text: string }[]
}

export interface CheckTemplate extends ReadTemplate {
  happened: string
  output: string
}

/** `operation` is a name within the same connection (`reopen_item`). */
export type UndoTemplate = { possible: true; operation: string; input: Record<string, string> } | { possible: false; why: string }

export interface MoneyTemplate {
  /** Path in the input, in dots; `*` is every element of a list. */
  amount: string
  unit: 'major' | 'minor'
  /** null: the amount itself is {amount, currency}. */
  currency: { code: string } | { from: string } | null
}

/** Everything there is to know about an imported operation; stored as JSON, and made into an Operation by `makeOperation`. */
export interface OperationDeclarationData {
  /** Without the connection's name. */
  name: string
  operationId: string | null
  title: string
  description: string
  tags: string[]
  request: RequestTemplate
  input: JsonSchema
  output: JsonSchema
  effect: Effect
  repeat: Repeat
  /** GET and HEAD whose document does not say otherwise: a read without anybody's word. */
  confirmed: boolean
  keyHeader: string
  examples: string[]
  label: string | null
  preview: PreviewTemplate | null
  check: CheckTemplate | null
  undo: UndoTemplate | null
  /** `unreadable`: the document says that an amount is there, but not in a way that can be followed. */
  money: MoneyTemplate[] | 'unreadable' | null
  outside: boolean
  /** How long it is tried; absent: as the connection says. */
  retry?: { attempts?: number | undefined; withinSeconds?: number | undefined }
  /** The x-countersign-* members as they stood in the document: part of the version. */
  extensions: Record<string, unknown>
}
