import { canonicalJson, findMoney, isJsonObject, toMinor } from '#lib/core/index.ts'

/** Whether all that changed is one amount: lower, in the same currency, above 0. */
export function onlyLowersOneAmount(before: unknown, after: unknown): boolean {
  const old = findMoney(before)
  const fresh = findMoney(after)
  if (old.length !== fresh.length) return false
  const changed = old.filter(({ path, money }, index) => {
    const other = fresh[index]
    return other === undefined || other.path !== path || other.money.amount !== money.amount || other.money.currency !== money.currency
  })
  const [one] = changed
  if (one === undefined || changed.length !== 1) return false
  const now = fresh.find(({ path }) => path === one.path)?.money
  if (now === undefined || now.currency !== one.money.currency) return false
  if (toMinor(now) >= toMinor(one.money) || toMinor(now) <= 0n) return false
  return canonicalJson(without(before, one.path)) === canonicalJson(without(after, one.path))
}

function without(value: unknown, path: string): unknown {
  const [step = '', ...rest] = path.split('.')
  if (Array.isArray(value))
    return value.map((member, index) => (String(index) === step ? (rest.length === 0 ? null : without(member, rest.join('.'))) : member))
  if (!isJsonObject(value)) return null
  return { ...value, [step]: rest.length === 0 ? null : without(value[step], rest.join('.')) }
}
