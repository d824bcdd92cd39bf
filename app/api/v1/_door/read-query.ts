import { AppError } from '#lib/core/index.ts'
import { whyNotText } from './check-json.ts'

/** The query as an object: a name given twice has a list. Throws `invalid` for texts that can't be kept. */
export function readQuery(url: string): Record<string, string | string[]> {
  const { searchParams } = new URL(url)
  const entries = [...new Set(searchParams.keys())].map((name) => {
    const values = searchParams.getAll(name)
    return [name, values.length === 1 ? (values[0] ?? '') : values] as const
  })
  const errors = [...searchParams].flatMap(([name, value]) => {
    const message = whyNotText(name) ?? whyNotText(value)
    return message === null ? [] : [{ path: name.replaceAll('\0', '\ufffd'), message }]
  })
  if (errors.length > 0) throw new AppError('invalid', 'The query holds something that can’t be taken.', { errors })
  return Object.fromEntries(entries)
}
