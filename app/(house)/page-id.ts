import { notFound } from 'next/navigation'
import { z } from 'zod'

/** An id out of an address. At an address that holds none there is nothing. */
export function pageId(text: string): string {
  const parsed = z.uuid().safeParse(text)
  return parsed.success ? parsed.data : notFound()
}
