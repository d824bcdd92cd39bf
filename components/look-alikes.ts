// Letters that look like Latin ones in common typefaces, after Unicode's confusables (UTS 39), lower and upper case.
const scripts: readonly (readonly [script: string, letters: string, latin: string])[] = [
  ['Cyrillic', 'аеорсухіјѕԁһԛԝѵАВЕЗКМНОРСТУХІЈЅԚԜҮӏкгтпмнв', 'aeopcyxijsdhqwvABE3KMHOPCTYXIJSQWYlkrtnmhb'],
  ['Greek', 'οανρικυτχωγεΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'oavpikutxwyeABEZHIKMNOPTYX'],
  ['Armenian', 'օոսհցՕՍԼ', 'onuhgOUL'],
  ['Cherokee', 'ᎪᏴᏟᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ', 'ABCEGHJKLMPRSTVWZ'],
]
/** Latin letters that are spelling in some languages and phonetics, and others' doubles in an address. */
const latinDoubles: readonly (readonly [letter: string, latin: string])[] = [
  ['ı', 'i'],
  ['ȷ', 'j'],
  ['ɑ', 'a'],
  ['ɡ', 'g'],
  ['ɩ', 'i'],
  ['ʋ', 'v'],
  ['ꞁ', 'l'],
]
/** Signs that pass for those that separate the parts of an address. */
const signs: readonly (readonly [sign: string, ascii: string])[] = [
  ['․', '.'],
  ['。', '.'],
  ['．', '.'],
  ['｡', '.'],
  ['⁄', '/'],
  ['∕', '/'],
  ['⧸', '/'],
  ['／', '/'],
  ['＠', '@'],
  ['：', ':'],
]

interface Likeness {
  /** The ASCII character that it could be taken for. */
  letter: string
  /** What it is. */
  script: string
}

const known = new Map<string, Likeness>()
for (const [script, letters, latin] of scripts) {
  const alike = [...latin]
  ;[...letters].forEach((letter, index) => {
    known.set(letter, { letter: alike[index] ?? '?', script })
  })
}
const inAddresses = new Map(latinDoubles.map(([letter, latin]) => [letter, { letter: latin, script: 'another Latin letter' }]))
const separators = new Map(signs.map(([sign, ascii]) => [sign, { letter: ascii, script: 'another sign' }]))

/** Which ASCII character this one could be taken for, and what it is. */
export function latinLike(char: string): Likeness | null {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x80) return null
  const alike = known.get(char)
  if (alike) return alike
  // Full-width, mathematical and letter-like signs: Unicode itself says which letter they are.
  const styled = code >= 0x1d400 && code <= 0x1d7ff
  const sign = (code >= 0x2100 && code <= 0x214f) || (code >= 0x2160 && code <= 0x217f)
  if (styled || sign || (code >= 0xff10 && code <= 0xff5a)) {
    const folded = char.normalize('NFKC')
    const script = styled ? 'a mathematical sign' : sign ? 'a letter-like sign' : 'full-width'
    if (/^[A-Za-z0-9]$/.test(folded)) return { letter: folded, script }
  }
  return null
}

const words = /[\p{L}\p{M}\p{N}]+/gu
const latinLetter = /\p{Script=Latin}/u
const ownScript = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u
const asian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const tokens = /[^\s"'<>()[\]]+/gu

/** Written like a mail address, a link or a domain. */
function isAddress(token: string): boolean {
  return token.includes('@') || token.includes('://') || /\.[a-z]{2,}/i.test(token)
}

/** Where in a text addresses stand: a test for a position in it. */
function addressesIn(text: string): (at: number) => boolean {
  if (!/[.@]/.test(text)) return () => false
  const spans = [...text.matchAll(tokens)].flatMap((match) =>
    isAddress(match[0]) ? [[match.index, match.index + match[0].length] as const] : [],
  )
  let next = 0
  // Asked in rising order, so that all questions together read the list once.
  return (at) => {
    while (next < spans.length && (spans[next]?.[1] ?? 0) <= at) next += 1
    return at >= (spans[next]?.[0] ?? Number.POSITIVE_INFINITY)
  }
}

/**
 * Where (in UTF-16 units) characters pose as ASCII ones, and as which: in a word that mixes them with Latin letters or digits; in a
 * word that is nothing but look-alikes, while nothing in the text is really written in that script, or that is part of an address;
 * and signs between letters that pass for a point or a stroke. Linear in the text's length.
 */
export function imitations(text: string): Map<number, Likeness> {
  const found = new Map<number, Likeness>()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, the common case, and ends here.
  if (/^[\x00-\x7f]*$/.test(text)) return found
  const all = [...text.matchAll(words)].map((match) => ({ at: match.index, chars: [...match[0]] }))
  const unmistakable = all.some(({ chars }) => chars.some((char) => ownScript.test(char) && !latinLike(char)))
  const wideIsUsual = asian.test(text)
  const inAddress = addressesIn(text)
  for (const { at, chars } of all) {
    const addressed = inAddress(at)
    const alike = chars.map((char) => latinLike(char) ?? (addressed ? (inAddresses.get(char) ?? null) : null))
    if (!alike.some(Boolean)) continue
    const mixed = chars.some((char) => latinLetter.test(char) && (char.codePointAt(0) ?? 0) < 0xff00)
    const wholly = chars.every((char, index) => alike[index] !== null || /\p{N}/u.test(char))
    let position = at
    chars.forEach((char, index) => {
      const one = alike[index]
      const fullWidth = one?.script === 'full-width'
      const suspect = fullWidth ? !wideIsUsual : one?.script === 'a mathematical sign' || mixed || (wholly && (!unmistakable || addressed))
      if (one && suspect) found.set(position, one)
      position += char.length
    })
  }
  for (const [at, likeness] of falseSigns(text)) found.set(at, likeness)
  return found
}

/** A sign that stands between ASCII letters as a point or stroke would. A fraction has digits on both sides. */
function falseSigns(text: string): [number, Likeness][] {
  return [...text.matchAll(/[․。．｡⁄∕⧸／＠：]/gu)].flatMap((match): [number, Likeness][] => {
    const [before, after] = [text[match.index - 1] ?? '', text[match.index + 1] ?? '']
    const between = /[a-z\d]/i.test(before) && /[a-z\d]/i.test(after) && /[a-z]/i.test(before + after)
    const likeness = separators.get(match[0])
    return between && likeness !== undefined ? [[match.index, likeness]] : []
  })
}
