import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { onConnection } from '#tests/support/connected.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { createOutbound, hostAndPort, isPrivateHost, isPublicAddress, OutboundError } from './outbound-http.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.close()))
})

async function serve(listener: RequestListener): Promise<URL> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
}

/** Takes connections and never says a word. `ends`: the bytes of each connection that has closed. */
async function listen(): Promise<{ url: URL; ends: Promise<number>[] }> {
  const ends: Promise<number>[] = []
  const sockets: Socket[] = []
  const server = createTcp((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined).resume()
    ends.push(new Promise((resolve) => socket.on('close', () => resolve(socket.bytesRead))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  })
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), ends }
}

function outboundTo(...urls: URL[]) {
  const outbound = createOutbound({ allowedHosts: urls.map(hostAndPort) })
  open.push(outbound)
  return outbound
}

async function failure(promise: Promise<unknown>): Promise<OutboundError> {
  const error = await promise.then(
    () => null,
    (caught: unknown) => caught,
  )
  if (!(error instanceof OutboundError)) throw new Error(`expected an OutboundError, got ${String(error)}`)
  return error
}

const request = (url: URL, more = {}) => ({ method: 'GET', url, signal: AbortSignal.timeout(5000), maxBytes: 1024, ...more })

describe('outbound http', () => {
  test('what a server answers comes back whole', async () => {
    const url = await serve((_request, response) => response.writeHead(201, { 'x-kind': 'made' }).end('done'))
    const answer = await outboundTo(url).send(request(url, { method: 'POST', body: '{}' }))
    expect(answer.status).toBe(201)
    expect(answer.headers['x-kind']).toBe('made')
    expect(answer.body.toString()).toBe('done')
  })

  test('loopback and private addresses are refused when connecting, whatever the name says', async () => {
    let asked = 0
    const url = await serve((_request, response) => {
      asked += 1
      response.end()
    })
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]']) {
      const error = await failure(outboundTo().send(request(new URL(`http://${host}:${url.port}/`))))
      expect(error.failure, host).toBe('blocked')
    }
    expect(asked).toBe(0)
  })

  test('one allowed port on loopback opens no other', async () => {
    const allowed = await serve((_request, response) => response.end('yes'))
    const other = await serve((_request, response) => response.end('no'))
    const outbound = outboundTo(allowed)
    expect((await outbound.send(request(allowed))).body.toString()).toBe('yes')
    expect((await failure(outbound.send(request(other)))).failure).toBe('blocked')
  })

  test('a redirect on the same host is followed for a GET, one to another host is not', async () => {
    const other = await serve((_request, response) => response.end('elsewhere'))
    const url = await serve((incoming, response) => {
      if (incoming.url === '/') response.writeHead(302, { location: '/there' }).end()
      else if (incoming.url === '/away') response.writeHead(302, { location: other.href }).end()
      else if (incoming.url === '/loop') response.writeHead(302, { location: '/loop' }).end()
      else response.end('there')
    })
    const outbound = outboundTo(url, other)
    expect((await outbound.send(request(url))).body.toString()).toBe('there')
    expect((await failure(outbound.send(request(new URL('/away', url))))).failure).toBe('redirect')
    expect((await failure(outbound.send(request(new URL('/loop', url))))).failure).toBe('redirect')
    expect((await outbound.send(request(url, { method: 'POST' }))).status).toBe(302)
  })

  test('a body beyond the cap is not taken in', async () => {
    const url = await serve((_request, response) => response.end('x'.repeat(5000)))
    const error = await failure(outboundTo(url).send(request(url)))
    expect(error).toMatchObject({ failure: 'too_large', status: 200 })
  })

  test('refused, unknown name, broken TLS: nothing was sent', async () => {
    const closed = createTcp()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const port = (closed.address() as AddressInfo).port
    await new Promise((resolve) => closed.close(resolve))
    const gone = new URL(`http://127.0.0.1:${port}/`)
    expect(await failure(outboundTo(gone).send(request(gone)))).toMatchObject({
      failure: 'connect',
      message: '127.0.0.1 refused the connection.',
    })

    const nameless = new URL('http://no-such-host.invalid/')
    expect((await failure(outboundTo(nameless).send(request(nameless)))).failure).toBe('connect')

    const plain = await serve((_request, response) => response.end())
    const secure = new URL(`https://127.0.0.1:${plain.port}/`)
    expect((await failure(outboundTo(secure).send(request(secure)))).failure).toBe('connect')
  })

  test('a cut after the request was sent, and no answer in time, are told apart from a failed connection', async () => {
    const url = await serve((incoming, response) => {
      if (incoming.url === '/cut') response.destroy()
      if (incoming.url === '/half') {
        response.writeHead(200, { 'content-length': '100' })
        response.write('half', () => response.destroy())
      }
    })
    const outbound = outboundTo(url)
    expect((await failure(outbound.send(request(new URL('/cut', url))))).failure).toBe('cut')
    expect(await failure(outbound.send(request(new URL('/half', url))))).toMatchObject({ failure: 'cut', status: 200 })
    expect((await failure(outbound.send(request(new URL('/silent', url), { signal: AbortSignal.timeout(50) })))).failure).toBe('timeout')
  })

  test.each([true, false])(
    'who may no longer send when the connection stands sends no byte, and it is closed (fresh: %s)',
    async (fresh) => {
      const { url, ends } = await listen()
      const late = new Error('too late')
      const beforeSend = () => {
        throw late
      }
      const sending = outboundTo(url).send(request(url, { method: 'POST', body: '{}', fresh, beforeSend }))
      await expect(sending).rejects.toBe(late)
      await waitFor(() => ends.length === 1)
      expect(await Promise.all(ends)).toEqual([0])
    },
  )

  test('who may no longer send closes a kept connection too, with nothing more sent over it', async () => {
    const asked: string[] = []
    let closed = false
    const url = await serve((incoming, response) => {
      asked.push(incoming.url ?? '')
      incoming.socket.on('close', () => {
        closed = true
      })
      response.end()
    })
    const outbound = outboundTo(url)
    const send = (path: string, beforeSend: () => void) => outbound.send(request(new URL(path, url), { method: 'POST', beforeSend }))
    await send('/first', () => undefined)
    const late = () => {
      throw new Error('too late')
    }
    // Sooner than the server closes it by itself; the first may still find it busy with the answer's end, and make another.
    const closing = async () => {
      await expect(send('/late', late)).rejects.toThrow('too late')
      return closed
    }
    await waitFor(closing, { within: 2_000, what: 'the end of the kept connection' })
    expect(asked).toEqual(['/first'])
  })

  test('a redirect that cannot be followed any more does not pass for a request that was never sent', async () => {
    const over = new AbortController()
    const asked: string[] = []
    const url = await serve((incoming, response) => {
      asked.push(incoming.url ?? '')
      response.writeHead(302, { location: '/there', connection: 'close' }).end()
    })
    let looks = 0
    const beforeSend = () => {
      looks += 1
    }
    const outbound = outboundTo(url)
    await onConnection(
      url.href,
      () => {
        if (asked.length > 0) over.abort()
      },
      async () => {
        expect((await failure(outbound.send(request(url, { signal: over.signal, beforeSend })))).failure).toBe('cut')
      },
    )
    expect({ asked, looks }).toEqual({ asked: ['/'], looks: 1 })
  })

  test('nobody is asked for a last look where there is no connection', async () => {
    let looks = 0
    const beforeSend = () => {
      looks += 1
    }
    const plain = await serve((_request, response) => response.end())
    const secure = new URL(`https://127.0.0.1:${plain.port}/`)
    expect((await failure(outboundTo(secure).send(request(secure, { beforeSend })))).failure).toBe('connect')
    expect((await failure(outboundTo().send(request(plain, { beforeSend })))).failure).toBe('blocked')
    expect(looks).toBe(0)
  })

  test('time that was over before there was a connection: nothing was sent', async () => {
    const { url, ends } = await listen()
    const error = await failure(outboundTo(url).send(request(url, { method: 'POST', body: '{}', signal: AbortSignal.abort() })))
    expect(error.failure).toBe('connect')
    await waitFor(() => ends.length === 1)
    expect(await Promise.all(ends)).toEqual([0])
  })

  test('other schemes are not reached', async () => {
    expect((await failure(outboundTo().send(request(new URL('file:///etc/passwd'))))).failure).toBe('blocked')
  })

  test.each([
    ['8.8.8.8', true],
    ['10.1.2.3', false],
    ['172.20.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.100.0.1', false],
    ['2606:4700::1111', true],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:10.0.0.1', false],
    ['not an address', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected)
  })

  test('hosts that can only be private are known by name', () => {
    expect(
      ['http://localhost:3010', 'http://127.0.0.1', 'http://[::1]/', 'http://billing.internal', 'http://intern'].map((u) =>
        isPrivateHost(new URL(u)),
      ),
    ).toEqual(Array(5).fill(true))
    expect(isPrivateHost(new URL('https://api.example.com'))).toBe(false)
  })
})
