/** Names of the characters that are seen most in attacks; the rest go by their kind. */
const names: Readonly<Record<number, string>> = {
  0: 'NUL',
  7: 'bell',
  8: 'backspace',
  27: 'escape',
  127: 'delete',
  173: 'soft hyphen',
  847: 'grapheme joiner',
  1564: 'Arabic letter mark',
  4447: 'Hangul filler',
  4448: 'Hangul filler',
  6068: 'invisible Khmer vowel',
  6069: 'invisible Khmer vowel',
  6158: 'Mongolian vowel separator',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8232: 'line separator',
  8233: 'paragraph separator',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'end of embedding',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first-strong isolate',
  8297: 'end of isolate',
  10240: 'blank Braille pattern',
  12644: 'Hangul filler',
  65279: 'zero-width no-break space',
  65440: 'Hangul filler',
  65532: 'object placeholder',
}

function kindOf(code: number, char: string): string | null {
  if (code === 0x09 || code === 0x0a) return null
  if (names[code] !== undefined) return names[code]
  if (code < 0x20 || (code >= 0x80 && code < 0xa0)) return 'control character'
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef) || (code >= 0x180b && code <= 0x180f))
    return 'variation selector'
  if (code >= 0xe0000 && code <= 0xe007f) return 'tag character'
  if (/\p{Cf}/u.test(char) && !(code >= 0x600 && code <= 0x605) && code !== 0x6dd && code !== 0x70f && code !== 0x8e2)
    return 'invisible character'
  if (/\p{Co}/u.test(char)) return 'private character'
  if (/\p{Cs}/u.test(char)) return 'half a character'
  if (/\p{Default_Ignorable_Code_Point}/u.test(char)) return 'invisible character'
  return null
}

/** `U+202E` */
export function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** What stands for a character that cannot be seen or moves others; null for all that may be shown as it is. */
export function hiddenCharacter(char: string, text: string, at: number): { shown: string; name: string } | null {
  const code = char.codePointAt(0) ?? 0
  // A carriage return is the first half of a line end; alone it can overwrite a line where it is printed.
  if (code === 0x0d) return text[at + 1] === '\n' ? null : { shown: 'U+000D', name: 'carriage return' }
  const name = kindOf(code, char)
  return name === null ? null : { shown: codePoint(char), name }
}
