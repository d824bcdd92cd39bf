import { z } from 'zod'
import { askWorker, type Platform } from '#lib/platform/index.ts'
import { fetchDocument } from './fetch-document.ts'

/** The fetch's own deadline, and the way there and back. */
const waitMs = 20_000

const questionSchema = z.object({ url: z.string(), allowPrivate: z.boolean() })

/** The text of an OpenAPI document, fetched by a worker because the web process touches nothing outside. Throws like fetchDocument. */
export async function fetchByWorker(platform: Platform, url: string, { allowPrivate }: { allowPrivate: boolean }): Promise<string> {
  const question: z.infer<typeof questionSchema> = { url, allowPrivate }
  return z.string().parse(await askWorker(platform, { kind: 'document', question, ms: waitMs }))
}

/** The worker's part of it. */
export function documentErrand(platform: Platform, question: unknown): Promise<string> {
  const { url, allowPrivate } = questionSchema.parse(question)
  return fetchDocument(platform, url, { allowPrivate })
}
