/** The contract's table of an action's states, word for word. `*`: settled. Held against the code, so never made from it. */
const table = `
| requested | queued, awaiting_approval, denied*, failed* (could not be prepared), cancelled* |
| awaiting_approval | queued, rejected*, expired*, cancelled*; itself, with a new digest (edited, or the world changed) |
| queued | running, cancelled*, and from the checks at claim: awaiting_approval, denied*, expired* |
| running | succeeded*, failed*, queued (a retry that is safe), outcome_unknown |
| outcome_unknown | by a person, or by the operation's check: succeeded*, failed*, queued |`

const ways = new Set<string>()
const ends = new Set<string>()
for (const [, from = '', row = ''] of table.matchAll(/\| (\w+) \| (.+) \|/g)) {
  const words = row.replaceAll(/\(.*?\)/g, '').replace('itself', from)
  for (const [, to = '', star] of words.matchAll(/\b(requested|[a-z]+_approval|queued|running|outcome_unknown|[a-z]+(?=\*))\b(\*)?/g)) {
    ways.add(`${from} → ${to}`)
    if (star === '*') ends.add(to)
  }
}

/** `from → to`, every way that the contract has. */
export const contractWays: ReadonlySet<string> = ways
/** The statuses that nothing leaves. */
export const contractEnds: ReadonlySet<string> = ends
