/** Words that are said to be polite and ask for nothing. */
export type Courtesy = 'greeting' | 'thanks' | 'farewell' | 'apology' | 'concern'

const patterns: readonly [Courtesy, RegExp][] = [
  [
    'greeting',
    /^(?:hi|hello|hey|hallo|salut|servus|greetings|good (?:morning|afternoon|evening|day))(?: (?:there|all|again|team|everyone|everybody))?$/iu,
  ],
  ['greeting', /^dear \p{L}[\p{L}'’.-]{0,30}(?: [\p{L}'’.-]{1,30}){0,4}$/iu],
  ['greeting', /^(?:[Hh]i|[Hh]ello|[Hh]ey|[Hh]allo) \p{Lu}[\p{L}'’.-]{0,30}(?: [\p{L}'’.-]{1,30}){0,3}$/u],
  [
    'thanks',
    /^(?:ok(?:ay)?,? |great,? |perfect,? )?(?:(?:many |kind )?thanks|thank you|thx|cheers|great|perfect|nice|ok|okay|good|wonderful|excellent|super|lovely)(?: (?:you|a lot|a million|so much|very much|kindly|again|job|work|both|all|in advance|for (?:your|the|all) [^\d@]{1,60}))?(?: (?:in advance|again))?$/iu,
  ],
  [
    'farewell',
    /^(?:bye|bye bye|good ?bye|good night|see you(?: (?:later|soon|tomorrow))?|take care|have a (?:nice|good|great|lovely) \p{L}+|(?:that['’]?s|that is|that will be) (?:all|it)(?: (?:for (?:today|now)|thanks?(?: you)?))?|until (?:tomorrow|next time))$/iu,
  ],
  [
    'farewell',
    /^(?:(?:with )?(?:kind|kindest|best|warm|many) (?:regards|wishes)|regards|best|all the best|sincerely|yours(?: (?:truly|faithfully|sincerely))?|viele grüße|liebe grüße|mit freundlichen grüßen|cordialement|bien à vous)$/iu,
  ],
  [
    'apology',
    /^(?:(?:i['’]?m |i am |so )?sorry|apologies|my (?:mistake|bad|apologies)|oops|pardon(?: me)?|excuse me|wrong (?:window|chat|person|tab)|no problem|no worries)$/iu,
  ],
  [
    'concern',
    /^(?:how are (?:you|things)(?: (?:today|doing))?(?: today)?|how(?:['’]s| is) it going|how do you do|are you there|what['’]?s up)$/iu,
  ],
]

/** What kind of politeness a sentence or part of one is and nothing else; null where it says more. */
export function courtesyOf(text: string): Courtesy | null {
  const bare = text.replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, '')
  if (bare.length > 90) return null
  return patterns.find(([, pattern]) => pattern.test(bare))?.[0] ?? null
}

/** A letter without the line that greets and without all from the closing formula on: names there are nobody's business. */
export function bodyOfLetter(text: string): string {
  const lines = text.split(/\r?\n/u)
  const closing = lines.findIndex((line, index) => index > 0 && courtesyOf(line) === 'farewell')
  return (closing === -1 ? lines : lines.slice(0, closing)).filter((line) => courtesyOf(line) === null).join('\n')
}
