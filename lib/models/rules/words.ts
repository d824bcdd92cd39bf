const stopWords = new Set(
  'a an the of to in on at by for from with and or is are was were be been it its this that these those i we you he she they me us him her them my our your his their as if so do does did has have had can could will would shall should may might must please just any some all there here not no into onto about up out off over under than then also now'.split(
    ' ',
  ),
)

/** Lower-case words of a text, any script. `T-318` and `don't` are one word each. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}'’_-]/u)
    .flatMap((word) => {
      const bare = word.replace(/^['’_-]/u, '').replace(/['’]s?$/u, '')
      return bare === '' ? [] : [bare]
    })
}

/** Words of a name: `fooBarId`, `foo_bar_id`, `foo-bar.id` give foo, bar, id. */
export function wordsOfName(name: string): string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]/u)
    .filter((word) => word !== '')
}

/** A light English stem: enough to hold `closes`, `closed`, `closing` together. */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word
  let root = word
  if (root.endsWith('ies')) root = `${root.slice(0, -3)}y`
  else if (root.endsWith('sses')) root = root.slice(0, -2)
  else if (root.endsWith('s') && !root.endsWith('ss') && !root.endsWith('us')) root = root.slice(0, -1)
  if (root.length > 5 && root.endsWith('ing')) root = undouble(root.slice(0, -3))
  else if (root.length === 4 && /[^e]ed$/.test(root)) root = root.slice(0, -1)
  else if (root.length > 4 && root.endsWith('ed')) root = undouble(root.slice(0, -2))
  return root.length > 3 && root.endsWith('e') ? root.slice(0, -1) : root
}

function undouble(root: string): string {
  const last = root.at(-1)
  return root.length > 3 && last === root.at(-2) && last !== 'l' && last !== 's' ? root.slice(0, -1) : root
}

export function isStopWord(word: string): boolean {
  return stopWords.has(word)
}

/** Stems of the words that say something. */
export function contentStems(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !stopWords.has(word))
    .map(stem)
}

/** Levenshtein distance, given up at `most + 1`. Both words are cut at 32 characters. */
export function editDistance(left: string, right: string, most: number): number {
  const a = [...left.slice(0, 32)]
  const b = [...right.slice(0, 32)]
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = b.map((_, index) => index + 1)
  for (const [i, letter] of a.entries()) {
    let diagonal = i
    let leftOf = i + 1
    row = b.map((other, j) => {
      const above = row[j] ?? 0
      const cost = Math.min(above + 1, leftOf + 1, diagonal + (letter === other ? 0 : 1))
      diagonal = above
      leftOf = cost
      return cost
    })
  }
  return row.at(-1) ?? a.length
}

/** Whether two words mean the same but for a slip of the keyboard: one letter from five on, two from nine on. */
export function nearlySame(left: string, right: string): boolean {
  if (left === right) return true
  const most = Math.min(left.length, right.length) >= 9 ? 2 : Math.min(left.length, right.length) >= 5 ? 1 : 0
  return most > 0 && editDistance(left, right, most) <= most
}

/** The text at most that long, cut at a word, with an ellipsis. */
export function shorten(text: string, most: number): string {
  const flat = text.replace(/\s/gu, ' ').trim()
  if (flat.length <= most) return flat
  const cut = flat.slice(0, most - 1)
  const space = cut.lastIndexOf(' ')
  return `${space > most / 2 ? cut.slice(0, space) : cut}…`
}

export function capitalise(text: string): string {
  const [first = ''] = text
  return first.toUpperCase() + text.slice(first.length)
}
