// Letters that look like Latin ones in common typefaces, after Unicode's confusables (UTS 39), lower and upper case.
const scripts: readonly (readonly [script: string, letters: string, latin: string])[] = [
  ['Cyrillic', 'аеорсухіјѕԁһԛԝѵАВЕЗКМНОРСТУХІЈЅԚԜҮӏкгтпмнв', 'aeopcyxijsdhqwvABE3KMHOPCTYXIJSQWYlkrtnmhb'],
  ['Greek', 'οανρικυτχωγεΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'oavpikutxwyeABEZHIKMNOPTYX'],
  ['Armenian', 'օոսհցՕՍԼ', 'onuhgOUL'],
  ['Cherokee', 'ᎪᏴᏟᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ', 'ABCEGHJKLMPRSTVWZ'],
]

const known = new Map<string, { letter: string; script: string }>()
for (const [script, letters, latin] of scripts) {
  const alike = [...latin]
  ;[...letters].forEach((letter, index) => {
    known.set(letter, { letter: alike[index] ?? '?', script })
  })
}

/** Which ASCII letter this one could be taken for, and what it is. */
export function latinLike(char: string): { letter: string; script: string } | null {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x80) return null
  const alike = known.get(char)
  if (alike) return alike
  // Full-width and mathematical letters: Unicode itself says which letter they are.
  const styled = code >= 0x1d400 && code <= 0x1d7ff
  if (styled || (code >= 0xff10 && code <= 0xff5a)) {
    const folded = char.normalize('NFKC')
    if (/^[A-Za-z0-9]$/.test(folded)) return { letter: folded, script: styled ? 'a mathematical sign' : 'full-width' }
  }
  return null
}

const words = /[\p{L}\p{M}\p{N}]+/gu
const latinLetter = /\p{Script=Latin}/u
const ownScript = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u
const asian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * Where (in UTF-16 units) letters pose as Latin ones: in a word that mixes them with Latin letters or digits, or in a word that
 * is nothing but look-alikes while nothing in the text is really written in that script.
 */
export function foreignLetters(text: string): Set<number> {
  const found = new Set<number>()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, the common case, and ends here.
  if (/^[\x00-\x7f]*$/.test(text)) return found
  const all = [...text.matchAll(words)].map((match) => ({ at: match.index, chars: [...match[0]] }))
  const unmistakable = all.some(({ chars }) => chars.some((char) => ownScript.test(char) && !latinLike(char)))
  const wideIsUsual = asian.test(text)
  for (const { at, chars } of all) {
    const alike = chars.map(latinLike)
    if (!alike.some(Boolean)) continue
    const mixed = chars.some((char) => latinLetter.test(char) && (char.codePointAt(0) ?? 0) < 0xff00)
    const wholly = chars.every((char, index) => alike[index] !== null || /\p{N}/u.test(char))
    let position = at
    chars.forEach((char, index) => {
      const one = alike[index]
      const fullWidth = one?.script === 'full-width'
      const suspect = fullWidth ? !wideIsUsual : one?.script === 'a mathematical sign' || mixed || (wholly && !unmistakable)
      if (one && suspect) found.add(position)
      position += char.length
    })
  }
  return found
}
