export interface GatherOptions {
  /** Items in one round at most. */
  most: number
  /** Rounds at once at most; what comes meanwhile waits and goes together with the next. */
  atOnce: number
  /** Whether a round of several failed because of one of them: then each is tried once more alone. */
  blamesOne?: (error: unknown) => boolean
}

/**
 * Group commit, for anything that is cheaper together: whoever comes while rounds are under way goes with the next one, so an idle
 * house waits for nothing and a busy one shares its round trips. `run` answers in the order of its items; when it throws, all of
 * them hear of it.
 */
export function gather<Item, Answer>(
  run: (items: Item[]) => Promise<readonly Answer[]>,
  { most, atOnce, blamesOne = () => false }: GatherOptions,
): (item: Item) => Promise<Answer> {
  type Waiting = { item: Item; answered: PromiseWithResolvers<Answer> }
  const waiting: Waiting[] = []
  let rounds = 0

  const perform = async (group: Waiting[]): Promise<void> => {
    try {
      const answers = await run(group.map(({ item }) => item))
      group.forEach(({ answered }, index) => {
        answered.resolve(answers[index] as Answer)
      })
    } catch (error) {
      if (group.length > 1 && blamesOne(error)) {
        for (const one of group) await perform([one])
        return
      }
      for (const { answered } of group) answered.reject(error)
    }
  }

  const pump = () => {
    while (rounds < atOnce && waiting.length > 0) {
      rounds += 1
      void perform(waiting.splice(0, most)).finally(() => {
        rounds -= 1
        pump()
      })
    }
  }

  return (item) => {
    const answered = Promise.withResolvers<Answer>()
    waiting.push({ item, answered })
    // Whatever else asks in this turn of the event loop goes along.
    if (waiting.length === 1) setImmediate(pump)
    return answered.promise
  }
}
