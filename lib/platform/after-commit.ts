/** What waits for the commit of a transaction, by the transaction's own value. */
const waiting = new WeakMap<object, (() => void)[]>()

/** Opens the list of what is done once this transaction has committed. Answers what does it. */
export function openAfterCommit(tx: object): () => void {
  const steps: (() => void)[] = []
  waiting.set(tx, steps)
  return () => {
    for (const step of steps.splice(0)) step()
  }
}

/** Does it after the commit, and never without one; at once where `on` is no transaction. */
export function afterCommit(on: object, step: () => void): void {
  const steps = waiting.get(on)
  if (steps === undefined) step()
  else steps.push(step)
}
