import { expect, test } from 'vitest'
import { riskOf } from './risk.ts'

type About = Parameters<typeof riskOf>[0]

const eur = (minor: number | null, known = true): About['money'] => ({ minor, currency: 'EUR', known })
const quiet: About = {
  effect: 'write',
  undoable: true,
  money: eur(0),
  tainted: false,
  confirmed: true,
  newRecipient: false,
  environment: 'production',
}

test.each<[string, Partial<About>, number]>([
  ['a write that can be taken back', {}, 15],
  ['a write that nothing takes back', { undoable: false }, 25],
  ['what cannot be undone', { effect: 'irreversible', undoable: false }, 40],
  ['9.99', { money: eur(999) }, 15],
  ['10.00', { money: eur(1_000) }, 25],
  ['99.99', { money: eur(9_999) }, 25],
  ['100.00', { money: eur(10_000) }, 35],
  ['1,000.00', { money: eur(100_000) }, 45],
  ['a million, no more than a thousand', { money: eur(100_000_000) }, 45],
  ['an amount that cannot be read', { money: eur(null, false) }, 35],
  ['an amount in a currency without a rate', { money: eur(null) }, 35],
  ['outside content in sight', { tainted: true }, 30],
  ['an operation that nobody confirmed', { confirmed: false }, 30],
  ['a new recipient', { newRecipient: true }, 25],
  ['a sandbox: half of it, rounded', { environment: 'sandbox' }, 8],
  ['all of it at once: no more than 100', worst(), 100],
  ['all of it in a sandbox, which is half of what it adds up to', { ...worst(), environment: 'sandbox' }, 55],
  ['reading, whatever else is true', { ...worst(), effect: 'read' }, 0],
])('%s', (_, about, risk) => {
  expect(riskOf({ ...quiet, ...about })).toBe(risk)
})

function worst(): Partial<About> {
  return { effect: 'irreversible', undoable: false, money: eur(100_000), tainted: true, confirmed: false, newRecipient: true }
}
