/**
 * One read for all who ask at about the same time. An answer is as fresh as a read of one's own: it comes from a read that began
 * after the question. So at most one is under way and one is waiting to begin, however many ask.
 */
export function sharedRead<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let running: Promise<unknown> | null = null
  let next: Promise<Answer> | null = null

  const begin = async (): Promise<Answer> => {
    await running?.catch(() => undefined)
    next = null
    const mine = read()
    running = mine
    return mine
  }

  return () => {
    next ??= begin()
    return next
  }
}
