export interface Steps {
  /** Shows that something begins; ends what was under way. */
  begin(title: string): void
  end(): void
  /** One finished step around `work`. */
  run<T>(title: string, work: () => Promise<T>): Promise<T>
}

/** Steps of a start with their seconds, one line each. On a terminal the seconds of the one under way are counted live. */
export function createSteps(write: (text: string) => void, terminal: boolean): Steps {
  let open: { title: string; began: number; timer: NodeJS.Timeout | undefined } | null = null
  const seconds = (began: number) => `${((performance.now() - began) / 1000).toFixed(1)} s`
  const line = (title: string, time: string) => `  ${title.padEnd(40)}${time.padStart(8)}`

  const end = () => {
    if (open === null) return
    clearInterval(open.timer)
    write(`${terminal ? '\r' : ''}${line(open.title, seconds(open.began))}\n`)
    open = null
  }
  const begin = (title: string) => {
    end()
    const began = performance.now()
    const timer = terminal ? setInterval(() => write(`\r${line(title, seconds(began))}`), 100).unref() : undefined
    open = { title, began, timer }
  }
  return {
    begin,
    end,
    async run(title, work) {
      begin(title)
      try {
        return await work()
      } finally {
        end()
      }
    },
  }
}
