import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'

/** When a request was here and when the first words of its answer left, on this process's clock. */
export interface ModelCall {
  receivedAt: number
  firstWordsAt: number
}

export interface ModelServer {
  /** For the system: it takes this for Claude. */
  variables: Record<string, string>
  /** Every call so far, in order. */
  calls: ModelCall[]
  close(): Promise<void>
}

const words = ['Good ', 'day. ', 'What ', 'can ', 'I ', 'do ', 'for ', 'you?']

/** A server that speaks as much of Anthropic's Messages API as a greeting takes, and notes its own time. */
export async function startModelServer(): Promise<ModelServer> {
  const calls: ModelCall[] = []
  const server = createServer(async (request, response) => {
    const receivedAt = performance.now()
    await readText(request)
    const call: ModelCall = { receivedAt, firstWordsAt: Number.NaN }
    calls.push(call)
    sendGreeting(response, call)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    variables: { ANTHROPIC_API_KEY: 'sk-ant-bench', ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}` },
    calls,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function sendGreeting(response: ServerResponse, call: ModelCall): void {
  const send = (data: { type: string } & Record<string, unknown>) =>
    response.write(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
  const usage = { input_tokens: 10, output_tokens: 1 }
  const start = { id: 'msg_bench', type: 'message', role: 'assistant', model: 'bench', content: [], stop_reason: null, stop_sequence: null }
  response.socket?.setNoDelay(true)
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  send({ type: 'message_start', message: { ...start, usage } })
  send({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } })
  for (const [place, text] of words.entries()) {
    send({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })
    if (place === 0) call.firstWordsAt = performance.now()
  }
  send({ type: 'content_block_stop', index: 0 })
  send({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: words.length } })
  send({ type: 'message_stop' })
  response.end()
}
