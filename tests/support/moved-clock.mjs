import { readFileSync } from 'node:fs'

// Loaded into every process of a system under test before its own code: the wall clock is as many milliseconds ahead as the
// file says. The clock that does not jump is left alone, as when somebody sets the time of a machine.

const file = process.env.TEST_CLOCK_FILE
const lookEveryMs = 20
const RealDate = Date
let [ahead, lookedAt] = [0, Number.NEGATIVE_INFINITY]

function moved() {
  const at = performance.now()
  if (at - lookedAt >= lookEveryMs) {
    lookedAt = at
    ahead = Number(readFileSync(file, 'utf8'))
  }
  return RealDate.now() + ahead
}

if (file !== undefined) {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [moved()] : given, newTarget),
    apply: () => new RealDate(moved()).toString(),
    get: (target, name) => (name === 'now' ? moved : Reflect.get(target, name)),
  })
}
