/** Has `takers` do `count` pieces of work, each taker one at a time and the next as soon as it is free. */
export async function shareOut<T>(takers: readonly T[], count: number, work: (taker: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    takers.map(async (taker) => {
      while (next < count) await work(taker, next++)
    }),
  )
}
