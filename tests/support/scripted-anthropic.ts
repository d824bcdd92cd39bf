import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { type AnthropicRequest, problemsOf } from './anthropic-rules.ts'
import { cleanUp } from './clean-up.ts'

export interface ScriptedReply {
  text?: string
  /** Tool calls, by the names that the request offers. */
  calls?: readonly { name: string; input: unknown; id?: string }[]
  /** Instead of an answer: this status with Anthropic's error body. */
  error?: { status: number; type: string }
  /** Closes the connection after so many words of the text. */
  cutAfter?: number
  /** Milliseconds between two words. */
  paceMs?: number
}

/** Answers one request; may wait for what the test is waiting for. */
export type ScriptedStep = (request: AnthropicRequest) => ScriptedReply | Promise<ScriptedReply>

export interface ScriptedAnthropic {
  /** For ANTHROPIC_BASE_URL. */
  url: string
  requests: AnthropicRequest[]
  /** Each step answers one request, in their order; a request without a step fails the test. */
  script(...steps: ScriptedStep[]): void
  variables: Record<string, string>
}

const key = 'sk-ant-scripted'

/** Anthropic's Messages API over real HTTP, with an answer for each request; what breaks its rules fails the test. */
export async function scriptedAnthropic(): Promise<ScriptedAnthropic> {
  const requests: AnthropicRequest[] = []
  const problems: string[] = []
  const steps: ScriptedStep[] = []
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      problems.push(`the script failed: ${String(error)}`)
      response.destroy()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await readText(request)) as AnthropicRequest
    problems.push(...problemsOf(request, body, key))
    requests.push(body)
    const step = steps.shift()
    if (step === undefined) {
      problems.push(`no step for the request with ${JSON.stringify(body.messages.at(-1))}`)
      sendError(response, { status: 400, type: 'invalid_request_error' })
      return
    }
    const reply = await step(body)
    if (reply.error !== undefined) sendError(response, reply.error)
    else await sendStream(response, body, reply, requests.length)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(problems, 'what the model server was sent').toEqual([])
    expect(steps.length, 'steps that no request came for').toBe(0)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    requests,
    script: (...more) => {
      steps.push(...more)
    },
    variables: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url },
  }
}

function sendError(response: ServerResponse, { status, type }: { status: number; type: string }): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ type: 'error', error: { type, message: `scripted ${type}` } }))
}

async function sendStream(response: ServerResponse, body: AnthropicRequest, reply: ScriptedReply, number: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  const send = (data: { type: string } & Record<string, unknown>) =>
    response.write(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
  const usage = { input_tokens: 10, output_tokens: 1 }
  send({
    type: 'message_start',
    message: {
      id: `msg_${number}`,
      type: 'message',
      role: 'assistant',
      model: body.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage,
    },
  })
  let index = 0
  if (reply.text !== undefined) {
    send({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } })
    for (const [place, word] of (reply.text.match(/\S+\s*/g) ?? []).entries()) {
      if (place === reply.cutAfter) {
        response.destroy()
        return
      }
      send({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: word } })
      if (reply.paceMs !== undefined) await wait(reply.paceMs)
    }
    send({ type: 'content_block_stop', index })
    index += 1
  }
  for (const { name, input, id } of reply.calls ?? []) {
    send({ type: 'content_block_start', index, content_block: { type: 'tool_use', id: id ?? `toolu_${number}_${index}`, name, input: {} } })
    const json = JSON.stringify(input)
    const half = Math.floor(json.length / 2)
    for (const partial of [json.slice(0, half), json.slice(half)]) {
      send({ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: partial } })
    }
    send({ type: 'content_block_stop', index })
    index += 1
  }
  const stop = reply.calls === undefined || reply.calls.length === 0 ? 'end_turn' : 'tool_use'
  send({ type: 'message_delta', delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 20 } })
  send({ type: 'message_stop' })
  response.end()
}
