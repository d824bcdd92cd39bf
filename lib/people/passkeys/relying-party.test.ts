import { expect, test } from 'vitest'
import { relyingPartyOf } from './relying-party.ts'

test.each([
  ['https://sign.example.com', 'sign.example.com', 'https://sign.example.com'],
  ['https://sign.example.com:8443', 'sign.example.com', 'https://sign.example.com:8443'],
  ['http://localhost:3000', 'localhost', 'http://localhost:3000'],
  ['http://127.0.0.1:3000', 'localhost', 'http://localhost:3000'],
  ['http://[::1]:3000', 'localhost', 'http://localhost:3000'],
])('passkeys at %s belong to %s', (PUBLIC_URL, rpId, origin) => {
  expect(relyingPartyOf({ PUBLIC_URL })).toEqual({ rpId, origin })
})

test.each(['http://192.168.1.20:3000', 'https://192.168.1.20', 'http://sign.example.com', 'https://[2001:db8::1]'])(
  'a browser would refuse a passkey at %s, so none is offered',
  (PUBLIC_URL) => {
    expect(relyingPartyOf({ PUBLIC_URL })).toBeNull()
  },
)
