import { type AddressInfo, createServer } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { AttemptError } from '#lib/core/index.ts'
import { createMailClient } from './client.ts'
import { sendMail } from './send.ts'

const open: { close(done: () => void): unknown }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise<void>((resolve) => server.close(() => resolve()))))
})

interface Received {
  from: string
  to: string[]
  raw: string
}

async function mailServer(options: SMTPServerOptions = {}): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 50,
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
        })
        callback()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, received }
}

const mail = { to: 'ada@example.test', subject: 'Ihre Rückgabe ist da ✓', body: 'Dear Ada,\n\nit’s on its way.\n.\nYours' }
const actionId = '0198c6a0-0000-7000-8000-000000000001'

function send(url: string, signal = AbortSignal.timeout(5000)) {
  const client = createMailClient({ url, from: 'Support <support@example.test>' })
  return sendMail.run(mail, { client, actionId, requestId: `${actionId}-1`, signal })
}

async function failure(promise: Promise<unknown>): Promise<AttemptError> {
  const error = await promise.then(
    () => null,
    (caught: unknown) => caught,
  )
  if (!(error instanceof AttemptError)) throw new Error(`expected an AttemptError, got ${String(error)}`)
  return error
}

function replying(code: number, message: string) {
  return Object.assign(new Error(message), { responseCode: code })
}

describe('mail.send', () => {
  test('the mail arrives, and its Message-ID carries the action', async () => {
    const { url, received } = await mailServer()
    expect(await send(url)).toEqual({ messageId: `<${actionId}@countersign>` })
    const [arrived] = received
    expect(arrived).toMatchObject({ from: 'support@example.test', to: ['ada@example.test'] })
    expect(arrived?.raw).toContain(`Message-ID: <${actionId}@countersign>`)
    expect(arrived?.raw).toMatch(/Subject: =\?UTF-8\?/)
    expect(arrived?.raw).toContain(`X-Correlation-ID: ${actionId}`)
    expect(arrived?.raw).toContain(`X-Request-ID: ${actionId}-1`)
  })

  test.each([
    ['a 4xx reply to the recipient', { onRcptTo: (_a, _s, done) => done(replying(451, 'try later')) }, 'before_effect'],
    ['a 5xx reply to the recipient', { onRcptTo: (_a, _s, done) => done(replying(550, 'no such user')) }, 'refused'],
    ['a 4xx reply to the sender', { onMailFrom: (_a, _s, done) => done(replying(421, 'busy')) }, 'before_effect'],
    ['a 5xx reply to the sender', { onMailFrom: (_a, _s, done) => done(replying(554, 'not from you')) }, 'refused'],
    [
      'a 5xx reply to the data',
      {
        onData(stream, _session, done) {
          stream.resume()
          stream.on('end', () => done(replying(554, 'spam')))
        },
      },
      'refused',
    ],
    [
      'a 4xx reply to the data: it was not taken',
      {
        onData(stream, _session, done) {
          stream.resume()
          stream.on('end', () => done(replying(452, 'disk full')))
        },
      },
      'before_effect',
    ],
    ['a greeting that turns us away', { onConnect: (_s, done) => done(replying(421, 'not now')) }, 'before_effect'],
  ] as [string, SMTPServerOptions, string][])('%s', async (_name, options, expected) => {
    const { url, received } = await mailServer(options)
    expect((await failure(send(url))).class).toBe(expected)
    expect(received).toHaveLength(0)
  })

  test('a cut after the data leaves the outcome unknown', async () => {
    const server = createServer((socket) => {
      socket.write('220 test\r\n')
      socket.on('error', () => undefined)
      socket.on('data', (chunk) => {
        const text = chunk.toString()
        if (/^EHLO/i.test(text)) socket.write('250 test\r\n')
        else if (/^(MAIL|RCPT)/i.test(text)) socket.write('250 fine\r\n')
        else if (/^DATA/i.test(text)) socket.write('354 go on\r\n')
        else if (/\r\n\.\r\n$/.test(text)) socket.destroy()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.push(server)
    const error = await failure(send(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`))
    expect(error.class).toBe('unknown')
    expect(error.message).toContain('not known')
  })

  test('no answer after the data, when the time is over, leaves the outcome unknown; before it, nothing happened', async () => {
    let taken: () => void = () => undefined
    const began = new Promise<void>((resolve) => {
      taken = resolve
    })
    const silent = await mailServer({
      onData(stream) {
        stream.resume()
        stream.on('end', () => taken())
      },
    })
    const after = new AbortController()
    const waiting = failure(send(silent.url, after.signal))
    await began
    after.abort()
    expect((await waiting).class).toBe('unknown')

    const slow = await mailServer({ onMailFrom: () => before.abort() })
    const before = new AbortController()
    expect((await failure(send(slow.url, before.signal))).class).toBe('before_effect')
  })

  test('a lease that is over when the server takes the data: before the effect, and not a byte of the mail was sent', async () => {
    let over = false
    let looks = 0
    const said = Promise.withResolvers<string>()
    const server = createServer((socket) => {
      let text = ''
      socket.write('220 test\r\n')
      socket.on('error', () => undefined)
      socket.on('close', () => said.resolve(text))
      socket.on('data', (chunk) => {
        text += chunk.toString()
        if (/^EHLO[^\n]*\n$/i.test(text)) socket.write('250 test\r\n')
        else if (/DATA\r\n$/i.test(text)) {
          over = true
          socket.write('354 go on\r\n')
        } else socket.write('250 fine\r\n')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.push(server)
    const beforeSend = () => {
      looks += 1
      if (over) throw new AttemptError('before_effect', 'The lease is over.', { ours: true })
    }
    const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
    const client = createMailClient({ url, from: 'Support <support@example.test>' })
    const error = await failure(sendMail.run(mail, { client, actionId, signal: AbortSignal.timeout(5000), beforeSend }))
    expect(error).toMatchObject({ class: 'before_effect', message: 'The lease is over.', ours: true })
    expect(await said.promise).toMatch(/DATA\r\n$/)
    expect(looks).toBe(1)
  })

  test('a refused connection is before the effect', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect((await failure(send(`smtp://127.0.0.1:${port}`))).class).toBe('before_effect')
  })

  test('user and password of the address are used, and a refusal of them says so', async () => {
    const { url, received } = await mailServer({
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        username === 'ada' && password === 'p@ss' ? done(null, { user: 'ada' }) : done(replying(535, 'wrong')),
    })
    const at = (user: string) => url.replace('smtp://', `smtp://${user}@`)
    await send(at('ada:p%40ss'))
    expect(received).toHaveLength(1)
    expect((await failure(send(at('ada:wrong')))).class).toBe('refused')
  })

  test.each([
    ['a line break in the subject', { subject: 'Hello\r\nBcc: eve@example.test' }],
    ['a line break in the address', { to: 'ada@example.test\r\nBcc: eve@example.test' }],
    ['two addresses', { to: 'ada@example.test, eve@example.test' }],
    ['an empty text', { body: '' }],
    ['a field that is not known', { bcc: 'eve@example.test' }],
  ])('refused: %s', (_name, change) => {
    expect(sendMail.input.parse({ ...mail, ...change }).ok).toBe(false)
  })

  test('the preview shows recipient, subject and the whole text', () => {
    const preview = sendMail.preview?.live === false ? sendMail.preview.make(mail) : null
    expect(preview?.summary).toBe('Send an e-mail to ada@example.test: Ihre Rückgabe ist da ✓')
    expect(preview?.changes.map(({ label, after }) => [label, after])).toEqual([
      ['To', mail.to],
      ['Subject', mail.subject],
      ['Text', mail.body],
    ])
  })
})
