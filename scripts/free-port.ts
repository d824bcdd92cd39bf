import { createServer } from 'node:net'

/** Whether `port` can be listened on at `host` just now. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
    probe.once('error', () => answer(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => answer(true)))
  })
}

/** `count` ports next to each other that are free just now, below the range that the system hands out for outgoing calls. */
export async function findFreePorts(count = 1, host = '127.0.0.1'): Promise<number> {
  for (;;) {
    // One port is listened on at once, several only seconds later: drawn from one range, the first kind would take the second kind's.
    const first = (count === 1 ? 20_000 : 26_000) + Math.floor(Math.random() * (6_000 - count))
    const ports = Array.from({ length: count }, (_, index) => first + index)
    const free = await Promise.all(ports.map((port) => isPortFree(port, host)))
    if (free.every(Boolean)) return first
  }
}
