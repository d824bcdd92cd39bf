import { createHash } from 'node:crypto'

const longest = 64

/** Eight hex digits of a name: keeps two names apart that look alike once they were made to fit. */
function mark(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/**
 * An operation's name as a model may call it: `^[a-zA-Z0-9_-]{1,64}$`, the first dot as `__`. What does not fit or
 * could be mistaken for another's is cut and ends in a mark of the whole name.
 */
export function toolNameOf(operation: string): string {
  const name = operation.replaceAll('.', '__')
  const unambiguous = operation.split('.').length <= 2 && !operation.replace('.', '').includes('__')
  if (unambiguous && name.length <= longest && /^[a-zA-Z0-9_-]+$/.test(name)) return name
  return `${name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, longest - 9)}_${mark(operation)}`
}

/** A property's name as a tool's schema may have it: `^[a-zA-Z0-9_.-]{1,64}$`. */
export function fittingKey(key: string): string {
  if (/^[a-zA-Z0-9_.-]{1,64}$/.test(key)) return key
  return `${key.replace(/[^a-zA-Z0-9_.-]/g, '_').slice(0, longest - 9)}_${mark(key)}`
}
