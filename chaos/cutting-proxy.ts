import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Stands between the workers and another system, hands on every byte, and can cut all connections at one moment. */
export interface CuttingProxy {
  /** Answers how many were cut. */
  cut(): number
  close(): Promise<void>
}

/** Listens on `port` of this machine and hands on to `target` of this machine. */
export async function startCuttingProxy({ port, target }: { port: number; target: number }): Promise<CuttingProxy> {
  const open = new Set<Socket>()
  const server = createServer((inner) => {
    const outer = connect(target, '127.0.0.1')
    for (const [socket, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      // What is cut on one side is cut on the other; what ended in order still hands on its last bytes.
      socket.on('close', (cut) => {
        open.delete(socket)
        cut ? other.destroy() : other.destroySoon()
      })
    }
    inner.pipe(outer)
    outer.pipe(inner)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    const sockets = [...open]
    for (const socket of sockets) socket.resetAndDestroy()
    return Math.ceil(sockets.length / 2)
  }
  return {
    cut,
    async close() {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}
