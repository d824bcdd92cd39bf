const integer = /^-?(?:0|[1-9]\d{0,14})$/

/**
 * The RFC 8785 text of a jsonb value, from the text that PostgreSQL writes of it (`content::text`). That has the strings as RFC 8785
 * wants them, and differs only in the order of members, the space behind commas and colons, and the form of some numbers: so nothing
 * is parsed into values and written again, which is what verification would spend most of its time on. A test against PostgreSQL
 * holds it together with `auditText`.
 */
export function canonicalJsonb(text: string): string {
  return new JsonbText(text).value()
}

const quote = 0x22
const comma = 0x2c
const openingBracket = 0x5b
const backslash = 0x5c
const closingBracket = 0x5d
const openingBrace = 0x7b
const closingBrace = 0x7d

class JsonbText {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): string {
    const first = this.#text.charCodeAt(this.#at)
    if (first === quote) return this.#string()
    if (first === openingBrace) return this.#object()
    return first === openingBracket ? this.#array() : this.#word()
  }

  #string(): string {
    const from = this.#at
    let end = this.#text.indexOf('"', from + 1)
    while (this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1)
    this.#at = end + 1
    return this.#text.slice(from, end + 1)
  }

  #isEscaped(at: number): boolean {
    let before = at - 1
    while (this.#text.charCodeAt(before) === backslash) before -= 1
    return (at - before) % 2 === 0
  }

  /** A number, true, false or null. */
  #word(): string {
    const from = this.#at
    while (!this.#isEnd(this.#text.charCodeAt(this.#at))) this.#at += 1
    const word = this.#text.slice(from, this.#at)
    return word >= 'a' || integer.test(word) ? word : String(Number(word))
  }

  #isEnd(code: number): boolean {
    return code === comma || code === closingBrace || code === closingBracket || Number.isNaN(code)
  }

  #array(): string {
    this.#at += 1
    let text = ''
    while (this.#text.charCodeAt(this.#at) !== closingBracket) {
      if (text !== '') {
        this.#at += 2
        text += ','
      }
      text += this.value()
    }
    this.#at += 1
    return `[${text}]`
  }

  #object(): string {
    this.#at += 1
    const names: string[] = []
    const members: string[] = []
    while (this.#text.charCodeAt(this.#at) !== closingBrace) {
      if (this.#text.charCodeAt(this.#at) === comma) this.#at += 2
      const written = this.#string()
      this.#at += 2
      const name: string = written.includes('\\') ? JSON.parse(written) : written.slice(1, -1)
      const member = `${written}:${this.value()}`
      // Few members: each is put into its place as it comes. Compared by UTF-16 units, as RFC 8785 asks.
      let place = names.length
      for (; place > 0 && (names[place - 1] as string) > name; place--) {
        names[place] = names[place - 1] as string
        members[place] = members[place - 1] as string
      }
      names[place] = name
      members[place] = member
    }
    this.#at += 1
    let text = ''
    for (const member of members) text += text === '' ? member : `,${member}`
    return `{${text}}`
  }
}
