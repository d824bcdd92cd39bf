/** Where the values of a JSON text stand in it. */
export interface JsonPlaces {
  /** The offset of the value at a path in dots (`rules.2.condition`); of the nearest value around it where there is none. */
  placeOf(path: string): number
  /** The offset of character `at` of the text value at that path, escapes counted as they are written. */
  characterOf(path: string, at: number): number
}

export type ReadJson = { ok: true; places: JsonPlaces } | { ok: false; at: number; message: string }

/** Deeper nesting than any policy has. */
const maxDepth = 100

class JsonFault extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

/** Reads a JSON text for the places of its values, or says at which character it stops being JSON. */
export function readJson(text: string): ReadJson {
  try {
    const offsets = scan(text)
    const placeOf = (path: string) => nearest(offsets, path)
    return { ok: true, places: { placeOf, characterOf: (path, at) => walkString(text, placeOf(path), at) } }
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    return { ok: false, at: error.at, message: error.message }
  }
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

const blank = /[ \t\r\n]*/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true(?!\w)|false(?!\w)|null(?!\w)/y
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** The offset of every value, by its path in dots. */
function scan(text: string): Map<string, number> {
  const scanner = new Scanner(text)
  scanner.value('', 0)
  scanner.skipBlank()
  if (scanner.at < text.length) throw new JsonFault(scanner.at, 'nothing may follow the end')
  return scanner.offsets
}

class Scanner {
  readonly offsets = new Map<string, number>()
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  value(path: string, depth: number): void {
    this.skipBlank()
    this.offsets.set(path, this.at)
    if (depth > maxDepth) throw this.fault('this is nested too deeply')
    const inside = (step: string | number) => this.value(path === '' ? String(step) : `${path}.${step}`, depth + 1)
    const first = this.text[this.at]
    if (first === '{') this.members('}', () => inside(this.name()))
    else if (first === '[') this.members(']', inside)
    else if (first === '"') this.string()
    else if (!this.take(scalar)) throw this.fault('a value is missing here: text stands in double quotes')
  }

  skipBlank(): void {
    this.take(blank)
  }

  private members(end: '}' | ']', member: (index: number) => void): void {
    this.at += 1
    this.skipBlank()
    for (let index = 0; this.text[this.at] !== end; index += 1) {
      member(index)
      this.skipBlank()
      if (this.text[this.at] === end) break
      if (this.text[this.at] !== ',') throw this.fault(`a comma or ${end} is missing here`)
      this.at += 1
      this.skipBlank()
      if (this.text[this.at] === end) throw this.fault(`a value must follow a comma; take the comma before this ${end} away`)
    }
    this.at += 1
  }

  private name(): string {
    if (this.text[this.at] !== '"') throw this.fault('a name in double quotes is missing here')
    const name = this.string()
    this.skipBlank()
    if (this.text[this.at] !== ':') throw this.fault('a colon is missing here')
    this.at += 1
    return name
  }

  private string(): string {
    const from = this.at
    this.at += 1
    while (this.text[this.at] !== '"') {
      const character = this.text[this.at]
      if (character === undefined || character === '\n') throw new JsonFault(from, 'this text has no end: a " is missing')
      if (character < ' ') throw this.fault('a control character must be written as an escape, such as \\t')
      if (character !== '\\') this.at += 1
      else if (!this.take(escaped)) throw this.fault('there is no such escape; a \\ itself is written \\\\')
    }
    this.at += 1
    return JSON.parse(this.text.slice(from, this.at)) as string
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    const found = pattern.test(this.text)
    if (found) this.at = pattern.lastIndex
    return found
  }

  private fault(message: string): JsonFault {
    return new JsonFault(this.at, message)
  }
}

function nearest(offsets: ReadonlyMap<string, number>, path: string): number {
  const found = offsets.get(path)
  if (found !== undefined) return found
  return path === '' ? 0 : nearest(offsets, path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '')
}

function walkString(text: string, start: number, at: number): number {
  if (text[start] !== '"') return start
  let offset = start + 1
  for (let passed = 0; passed < at && text[offset] !== '"'; passed += 1) {
    offset += text[offset] !== '\\' ? 1 : text[offset + 1] === 'u' ? 6 : 2
  }
  return offset
}
