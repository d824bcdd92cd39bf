import type { ActionRow } from '#lib/actions/index.ts'
import { isJsonObject } from '#lib/core/index.ts'
import type { FromOutside } from './card-changes.ts'
import type { Card } from './card-data.ts'
import { wordsOf } from './value-text.ts'

interface StoredSource {
  title: string
  quote: string
  actionId?: string
  /** Values of the input that stand in it word for word. */
  copies?: { path: string; text: string }[]
}

function sourcesOf({ tainted, sources }: ActionRow): StoredSource[] {
  return tainted && Array.isArray(sources)
    ? sources.flatMap((source) => (isJsonObject(source) ? [source as unknown as StoredSource] : []))
    : []
}

/** What the assistant had read that others wrote, with what of the input stands in it word for word. */
export function outsideOf(row: ActionRow): Card['outside'] {
  return sourcesOf(row).map(({ title, quote, actionId, copies = [] }) => ({
    title,
    quote,
    href: actionId === undefined ? null : `/actions/${actionId}`,
    copied: copies.map(({ path }) => wordsOf(path)),
  }))
}

/** Which values of the input stand word for word in outside content, and in which. */
export function fromOutside(row: ActionRow): FromOutside {
  const found = sourcesOf(row).flatMap(({ title, copies = [] }) => copies.map(({ path, text }) => [path, { title, text }] as const))
  return new Map(found.reverse())
}
