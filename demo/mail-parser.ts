export interface ParsedMail {
  messageId: string | null
  subject: string
  /** The plain text part; a lone HTML part as it is. */
  body: string
}

interface Part {
  headers: Map<string, string>
  content: string
}

/** Reads what the demo shows of a mail: RFC 5322 headers, RFC 2047 words, and the first text part of a MIME body. */
export function parseMail(raw: Buffer): ParsedMail {
  const part = splitPart(raw.toString('latin1'))
  return {
    messageId: part.headers.get('message-id') ?? null,
    subject: decodeWords(part.headers.get('subject') ?? ''),
    body: (findText(part, 'text/plain') ?? findText(part, 'text/') ?? '').replaceAll('\r\n', '\n').trimEnd(),
  }
}

function splitPart(text: string): Part {
  const end = text.search(/\r?\n\r?\n/)
  const head = (end === -1 ? text : text.slice(0, end)).replace(/\r?\n[ \t]+/g, ' ')
  const content = end === -1 ? '' : text.slice(end).replace(/^\r?\n\r?\n/, '')
  const headers = new Map<string, string>()
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  return { headers, content }
}

function findText(part: Part, type: string, depth = 0): string | null {
  const given = part.headers.get('content-type') ?? 'text/plain'
  const boundary = /^multipart\/[^;]+;.*boundary="?([^";]+)"?/i.exec(given)?.[1]
  if (boundary === undefined) return given.toLowerCase().startsWith(type) ? decodeContent(part, given) : null
  if (depth > 5) return null
  for (const piece of part.content.split(`--${boundary}`).slice(1)) {
    if (piece.startsWith('--')) break
    const found = findText(splitPart(piece.replace(/^\r?\n/, '').replace(/\r?\n$/, '')), type, depth + 1)
    if (found !== null) return found
  }
  return null
}

function decodeContent({ headers, content }: Part, type: string): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase()
  const bytes =
    encoding === 'base64'
      ? Buffer.from(content, 'base64')
      : Buffer.from(encoding === 'quoted-printable' ? unquote(content) : content, 'latin1')
  return decodeBytes(bytes, /charset="?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8')
}

function decodeWords(value: string): string {
  // Text that is not encoded may be UTF-8 as it is (SMTPUTF8); an encoded word may end within a character, so neighbours are joined first.
  return decodeBytes(Buffer.from(value, 'latin1'), 'utf-8')
    .replace(/\?=\s+=\?[\w-]+\?[qb]\?/gi, (between) => (between.toLowerCase().endsWith('?q?') ? '' : between.replace(/\s+/, '')))
    .replace(/=\?([\w-]+)\?([qb])\?([^?]*)\?=/gi, (_word, charset: string, encoding: string, text: string) => {
      const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : Buffer.from(unquote(text.replaceAll('_', ' ')), 'latin1')
      return decodeBytes(bytes, charset)
    })
}

function unquote(text: string): string {
  return text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function decodeBytes(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}
