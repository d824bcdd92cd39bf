import { beforeEach, describe, expect, test } from 'vitest'
import { createPerson, deactivatePerson, makeFirstAdminLink, makeSignInLink, type PersonView } from '#lib/people/index.ts'
import { authDoor } from '../../app/api/auth/auth-door.ts'
import { route } from '../../app/api/v1/_door/index.ts'
import type { TestPlatform } from '../support/test-platform.ts'
import { call, origin } from './call-door.ts'
import { webPlatform } from './web-platform.ts'

const password = 'correct horse'
const whoAmI = route({ summary: 'Who', permission: 'action.read' }, ({ caller }) => caller)
let platform: TestPlatform
let ada: PersonView

beforeEach(async () => {
  platform = await webPlatform()
  ada = await createPerson(platform, { email: 'ada@example.test', name: 'Ada', password, actor: { kind: 'system', id: null } })
})

/** A browser's part of it: keeps cookies, asks for the token against forgery, sends the form. */
function browser() {
  const cookies = new Map<string, string>()
  const attributes = new Map<string, string>()
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const door = (request: Request) => authDoor(request, { params: Promise.resolve({ nextauth: path.split('?')[0]?.split('/') ?? [] }) })
    const answer = await call(door, method, `/api/auth/${path}`, { headers: { cookie, ...headers }, body })
    for (const set of answer.headers.getSetCookie()) {
      const [pair = '', ...rest] = set.split('; ')
      const [name = '', ...value] = pair.split('=')
      attributes.set(name, rest.join('; '))
      if (value.join('=') === '' || rest.includes('Max-Age=0')) cookies.delete(name)
      else cookies.set(name, value.join('='))
    }
    return answer
  }
  const signIn = async (provider: string, fields: Record<string, string>, headers?: Record<string, string>) => {
    const { json } = await send('GET', 'csrf')
    return send('POST', `callback/${provider}`, { ...fields, csrfToken: json.csrfToken, json: 'true' }, headers)
  }
  const me = () => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return call(whoAmI, 'GET', '/api/v1/me', { headers: { cookie } })
  }
  return { cookies, attributes, send, signIn, me }
}

describe('a session', () => {
  test('is made by a password, is not for scripts or other sites, and names its person', async () => {
    const one = browser()
    expect((await one.signIn('credentials', { email: ada.email, password })).status).toBe(200)
    expect(one.attributes.get('next-auth.session-token')).toMatch(/Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/)
    expect((await one.me()).json).toMatchObject({ personId: ada.id, via: 'session' })
    expect((await one.send('GET', 'session')).json).toMatchObject({ user: { id: ada.id, name: 'Ada', roles: ['member'] } })
  })

  test('under https its cookie goes over https alone', async () => {
    await webPlatform({ database: platform.database, variables: { PUBLIC_URL: 'https://sign.example' } })
    const one = browser()
    expect((await one.signIn('credentials', { email: ada.email, password })).status).toBe(200)
    expect(one.attributes.get('__Secure-next-auth.session-token')).toMatch(/Secure/)
    expect((await one.me()).status).toBe(200)
  })

  test('ends when the person is deactivated, and its cookie is taken back', async () => {
    const one = browser()
    await one.signIn('credentials', { email: ada.email, password })
    await deactivatePerson(platform, { personId: ada.id, actor: { kind: 'system', id: null } })
    expect((await one.me()).status).toBe(401)
    expect((await one.send('GET', 'session')).json).toEqual({})
    expect(one.cookies.has('next-auth.session-token')).toBe(false)
  })

  test('ends by signing out', async () => {
    const one = browser()
    await one.signIn('credentials', { email: ada.email, password })
    const { json } = await one.send('GET', 'csrf')
    await one.send('POST', 'signout', { csrfToken: json.csrfToken, json: 'true' })
    expect((await one.me()).status).toBe(401)
  })

  test('sealed with another secret is none', async () => {
    const one = browser()
    await one.signIn('credentials', { email: ada.email, password })
    await webPlatform({ database: platform.database, variables: { AUTH_SECRET: Buffer.alloc(32, 7).toString('base64') } })
    expect((await one.me()).status).toBe(401)
  })
})

describe('a refusal', () => {
  test('says what does not fit, in words', async () => {
    const one = browser()
    const { status, json } = await one.signIn('credentials', { email: ada.email, password: 'wrong horse' })
    expect([status, json.detail]).toEqual([401, 'That e-mail and password do not fit.'])
    expect(json.url).toContain('error=CredentialsSignin')
    expect(one.cookies.has('next-auth.session-token')).toBe(false)
  })

  test('after five wrong ones says when to try again, by the address that our own server saw', async () => {
    const from = (peer: string) =>
      browser().signIn('credentials', { email: ada.email, password: 'wrong horse' }, { 'x-countersign-peer': peer })
    for (let n = 0; n < 5; n += 1) expect((await from('10.0.0.1')).status).toBe(401)
    const { status, headers, json } = await from('10.0.0.1')
    expect([status, json.detail]).toEqual([429, 'Too many wrong attempts. Try again in 15 minutes.'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(800)
    expect((await from('10.0.0.2')).status).toBe(401)
  })

  test('a form of another site has no token and signs nobody in', async () => {
    const one = browser()
    const { json } = await one.send('POST', 'callback/credentials', { email: ada.email, password, csrfToken: 'forged', json: 'true' })
    expect(json.url).toContain('csrf=true')
    expect((await one.me()).status).toBe(401)
  })
})

describe('a one-time link', () => {
  test('signs in once', async () => {
    const { token } = await makeSignInLink(platform, { email: ada.email })
    const one = browser()
    expect((await one.signIn('link', { token })).status).toBe(200)
    expect((await one.me()).json).toMatchObject({ personId: ada.id })
    expect(await browser().signIn('link', { token })).toMatchObject({
      status: 401,
      json: { detail: expect.stringContaining('used already') },
    })
  })

  test('makes the first admin, and says what does not fit without being used up', async () => {
    const link = await makeFirstAdminLink(platform)
    const fields = { token: link?.token ?? '', email: 'boss@example.test', name: 'Boss', password }
    const one = browser()
    expect(await one.signIn('link', { ...fields, password: 'short' })).toMatchObject({
      status: 422,
      json: { errors: [{ path: 'password' }] },
    })
    expect((await one.signIn('link', fields)).status).toBe(200)
    expect((await one.me()).json).toMatchObject({ roles: ['admin'], email: 'boss@example.test' })
  })
})

describe('whatever is sent', () => {
  const one = browser()

  test.each([
    ['malformed JSON', '{', 400],
    ['a list', '[]', 422],
    ['fields that are no texts', '{"email":{"a":1},"password":[1]}', 422],
    ['a NUL', '{"email":"a\\u0000"}', 422],
    ['far too much', 'x'.repeat(10 * 1024 * 1024), 413],
  ])('%s is told, never a 5xx', async (_what, body, status) => {
    expect((await one.send('POST', 'callback/credentials', body)).status).toBe(status)
  })

  test('another type is 415, a form is read', async () => {
    expect((await one.send('POST', 'callback/credentials', 'x', { 'content-type': 'text/plain' })).status).toBe(415)
    const form = await one.send('POST', 'callback/credentials', 'email=a&password=b', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(form.status).toBe(302)
  })

  test('an address or a cookie that is none is no failure, and nobody is sent to another site', async () => {
    const headers = { cookie: 'next-auth.callback-url=%00nonsense; next-auth.csrf-token=%E0; next-auth.session-token=x' }
    expect((await one.send('GET', 'session?callbackUrl=nonsense', undefined, headers)).status).toBe(200)
    expect((await one.send('GET', 'signin?callbackUrl=%00', undefined, headers)).status).toBe(302)
    const other = browser()
    const { json } = await other.signIn('credentials', { email: ada.email, password, callbackUrl: 'https://evil.example/' })
    expect(json.url).not.toContain('evil')
    const odd = await browser().signIn('credentials', { email: ada.email, password, callbackUrl: 'http://[' })
    expect(odd.status).toBe(200)
  })

  test('what is not open is 404', async () => {
    for (const [method, path] of [
      ['GET', 'callback/credentials'],
      ['POST', '_log'],
      ['POST', 'session'],
      ['GET', ''],
      ['GET', 'nonsense'],
      ['POST', 'callback/nonsense'],
    ] as const) {
      expect((await one.send(method, path, method === 'POST' ? {} : undefined)).status, path).toBe(404)
    }
  })
})

test('the address of this test is the one that pages are under', () => {
  expect(platform.env.PUBLIC_URL).toBe(origin)
})
