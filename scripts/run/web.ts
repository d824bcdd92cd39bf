import { createServer, type ServerResponse } from 'node:http'
import next from 'next'
import { errorCodes } from '#lib/core/index.ts'
import { readEnv } from '#lib/platform/env.ts'
import { newTraceId } from '#lib/platform/trace.ts'

const { HOST, PORT } = readEnv()
const dev = process.argv.includes('--dev')

const server = createServer()
const app = next({ dev, dir: process.cwd(), hostname: HOST, port: PORT, httpServer: server })
await app.prepare()
const handle = app.getRequestHandler()
const upgrade = app.getUpgradeHandler()
server.on('request', (request, response) => {
  // Next.js would answer 500.
  if (!isReadable(request.url ?? '/')) return refuse(response)
  // Sign-ins are limited by this address: what a client says of itself does not count.
  request.headers['x-countersign-peer'] = request.socket.remoteAddress ?? ''
  void handle(request, response)
})
server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head))
// Longer than the idle time-out of the usual load balancers, so that they never write into a closed connection.
server.keepAliveTimeout = 75_000

server.on('error', (error) => {
  process.stderr.write(`The page cannot be served on ${HOST}:${PORT}: ${error.message}\n`)
  process.exit(1)
})
server.listen(PORT, HOST, () => process.stdout.write(`${JSON.stringify({ ready: true, port: PORT })}\n`))

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    // Event streams never end by themselves: what is still open after a second is cut.
    setTimeout(() => process.exit(0), 1_000).unref()
    server.close(() => process.exit(0))
    server.closeIdleConnections()
  })
}

function isReadable(address: string): boolean {
  try {
    decodeURIComponent(address.split('?')[0] ?? '')
    return true
  } catch {
    return false
  }
}

function refuse(response: ServerResponse): void {
  const traceId = newTraceId()
  const { status, title } = errorCodes.malformed
  const detail = 'This address is not UTF-8.'
  response.writeHead(status, { 'content-type': 'application/problem+json', 'x-trace-id': traceId })
  response.end(JSON.stringify({ type: 'urn:countersign:problem:malformed', title, status, detail, traceId }))
}
