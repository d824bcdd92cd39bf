import { stem } from './words.ts'

/** What kind of thing a verb asks for. General English, no company's words. */
export type Intent = 'read' | 'create' | 'change' | 'end' | 'tell' | 'repay'

const verbsByIntent: Readonly<Record<Intent, string>> = {
  read: 'show list find get look lookup see check search fetch display view pull read count',
  create: 'create add open log file raise start register make new book reserve enter record put jot note write schedule plan ask request',
  change:
    'change update set edit modify adjust bump raise lower increase decrease mark put turn rename move shift reschedule postpone push relocate assign make switch extend correct fix hand pass transfer delegate reassign',
  end: 'close finish resolve complete end cancel delete remove drop revoke stop withdraw call',
  tell: 'send email e-mail mail write message tell inform notify let drop reply answer respond apologise apologize thank remind warn ask invite',
  repay: 'repay reimburse compensate return pay give',
}

const intentsByVerb = new Map<string, Intent[]>()
for (const [intent, verbs] of Object.entries(verbsByIntent) as [Intent, string][]) {
  for (const verb of verbs.split(' ')) intentsByVerb.set(stem(verb), [...(intentsByVerb.get(stem(verb)) ?? []), intent])
}

/** Phrases that say more than their verb alone; the first that begins the clause (`^`) or stands in it counts. Linear patterns only. */
const phrases: readonly [RegExp, Intent][] = [
  [/^(?:give|get|tell|show|bring) me\b/iu, 'read'],
  [/\b(?:money|amount) back\b/iu, 'repay'],
  [/\b(?:pay|pays|paid|give|gives|hand|hands) .{0,60}\bback\b/iu, 'repay'],
  [/^(?:let|have) .{1,60}\bknow\b/iu, 'tell'],
  [/^drop .{1,40}\bline\b/iu, 'tell'],
  [/^say (?:sorry|thanks|hello)\b/iu, 'tell'],
  [/^call .{0,40}\boff\b/iu, 'end'],
  [/^put .{0,60}\b(?:in charge|responsible)\b/iu, 'change'],
  [/^(?:write|jot|note) (?:it |this |that )?down\b/iu, 'create'],
  [/\b(?:need|want|like)s? (?:a|an|another) (?:new |further )?/iu, 'create'],
  [/\b(?:need|want|require)s? \d/iu, 'create'],
  [/\bshould (?:be|get|have)\b/iu, 'change'],
  [/^(?:the|his|her|their|our)?\s?new \p{L}+.{0,60}? is\b/iu, 'change'],
  [/^have (?:a look|the|an?|my|our|his|her|their)\b/iu, 'read'],
]

/** Phrases that decide alone: their verb by itself would mislead. */
const decisive = 8

/** Whether a verb can only mean that a person is written to. */
export function isPlainTelling(verb: string): boolean {
  return /^(?:e-?mail|mail|tell|inform|notify|let|thank|apologi[sz]e|remind|warn|invite)$/iu.test(verb)
}

export function isKnownVerb(word: string): boolean {
  return intentsByVerb.has(stem(word.toLowerCase()))
}

/** The intents of a word, none where it is no verb that this model knows. */
export function intentsOfVerb(word: string): readonly Intent[] {
  return intentsByVerb.get(stem(word.toLowerCase())) ?? []
}

/** What a clause may be asking for, by its leading verb and by phrases in it. */
export function intentsOfClause(text: string, lead: string | null): Set<Intent> {
  const bare = text.trim()
  for (const [pattern, intent] of phrases.slice(0, decisive)) if (pattern.test(bare)) return new Set([intent])
  const found = new Set<Intent>(lead === null ? [] : intentsOfVerb(lead))
  for (const [pattern, intent] of phrases.slice(decisive)) if (pattern.test(bare)) found.add(intent)
  return found
}
