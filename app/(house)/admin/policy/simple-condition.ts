/** A condition as a form can say it: parts that must all hold. `any` says nothing. */
export interface SimpleCondition {
  /** `changing`: all but reads. */
  effect: 'any' | 'read' | 'write' | 'irreversible' | 'changing'
  /** Whether an admin has said what the operation does. */
  confirmed: YesNo
  environment: 'any' | 'production' | 'sandbox'
  /** Whether content from outside was in sight. */
  tainted: YesNo
  /** Whether something goes to a domain for the first time. */
  newRecipient: YesNo
  amount: AmountPart
}

export type YesNo = 'any' | 'yes' | 'no'

/** `minor`: minor units of the organisation's currency. An amount that can't be read is neither over nor up to anything. */
export type AmountPart = { kind: 'any' | 'unclear' } | { kind: 'over' | 'over_or_unclear' | 'up_to'; minor: number }

export const anything: SimpleCondition = {
  effect: 'any',
  confirmed: 'any',
  environment: 'any',
  tainted: 'any',
  newRecipient: 'any',
  amount: { kind: 'any' },
}

const effects: Record<Exclude<SimpleCondition['effect'], 'any'>, string> = {
  read: 'effect == "read"',
  write: 'effect == "write"',
  irreversible: 'effect == "irreversible"',
  changing: 'effect != "read"',
}

/** As CEL; null where nothing is said, so that it always holds. */
export function writeCondition({ effect, confirmed, environment, tainted, newRecipient, amount }: SimpleCondition): string | null {
  const parts = [
    effect === 'any' ? null : effects[effect],
    flag('confirmed', confirmed),
    environment === 'any' ? null : `environment == "${environment}"`,
    flag('tainted', tainted),
    flag('newRecipient', newRecipient),
    amountPart(amount),
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' && ')
}

function flag(name: string, value: YesNo): string | null {
  return value === 'any' ? null : value === 'yes' ? name : `!${name}`
}

function amountPart(amount: AmountPart): string | null {
  switch (amount.kind) {
    case 'any':
      return null
    case 'unclear':
      return '!money.known'
    case 'over':
      return `money.known && money.minor > ${amount.minor}`
    case 'up_to':
      return `money.known && money.minor <= ${amount.minor}`
    case 'over_or_unclear':
      return `(!money.known || money.minor > ${amount.minor})`
  }
}

type Member = keyof SimpleCondition
type Read = { [Name in Member]: { pattern: RegExp; read: (minor: number) => Pick<SimpleCondition, Name> } }[Member]

const reads: Read[] = [
  ...(['read', 'write', 'irreversible'] as const).map((effect) => ({
    pattern: new RegExp(`^effect == (["'])${effect}\\1`),
    read: () => ({ effect }),
  })),
  { pattern: /^effect != (["'])read\1/, read: () => ({ effect: 'changing' }) },
  { pattern: /^confirmed\b/, read: () => ({ confirmed: 'yes' }) },
  { pattern: /^!confirmed\b/, read: () => ({ confirmed: 'no' }) },
  ...(['production', 'sandbox'] as const).map((environment) => ({
    pattern: new RegExp(`^environment == (["'])${environment}\\1`),
    read: () => ({ environment }),
  })),
  { pattern: /^tainted\b/, read: () => ({ tainted: 'yes' }) },
  { pattern: /^!tainted\b/, read: () => ({ tainted: 'no' }) },
  { pattern: /^newRecipient\b/, read: () => ({ newRecipient: 'yes' }) },
  { pattern: /^!newRecipient\b/, read: () => ({ newRecipient: 'no' }) },
  { pattern: /^money\.known && money\.minor > (?<minor>\d{1,15})\b/, read: (minor) => ({ amount: { kind: 'over', minor } }) },
  { pattern: /^money\.known && money\.minor <= (?<minor>\d{1,15})\b/, read: (minor) => ({ amount: { kind: 'up_to', minor } }) },
  {
    pattern: /^\(!money\.known \|\| money\.minor > (?<minor>\d{1,15})\)/,
    read: (minor) => ({ amount: { kind: 'over_or_unclear', minor } }),
  },
  { pattern: /^!money\.known\b/, read: () => ({ amount: { kind: 'unclear' } }) },
]

/** The same as a form says it, whatever the order of its parts; null where it says more than a form can, or one thing twice. */
export function readCondition(condition: string | null): SimpleCondition | null {
  let rest = (condition ?? '').trim().replace(/\s+/g, ' ')
  let found = anything
  const said = new Set<string>()
  while (rest !== '') {
    const part = partAtStart(rest)
    if (part === null || said.has(part.member)) return null
    said.add(part.member)
    found = { ...found, ...part.value }
    const after = rest.slice(part.length)
    if (after === '') return found
    const next = / ?&& ?/y.exec(after)
    if (next === null || after.length === next[0].length) return null
    rest = after.slice(next[0].length)
  }
  return found
}

function partAtStart(text: string): { member: string; value: Partial<SimpleCondition>; length: number } | null {
  for (const { pattern, read } of reads) {
    const match = pattern.exec(text)
    if (match === null) continue
    const value = read(Number(match.groups?.minor ?? 0))
    return { member: Object.keys(value)[0] ?? '', value, length: match[0].length }
  }
  return null
}
