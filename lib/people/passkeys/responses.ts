import { z } from 'zod'

const base64url = z
  .string()
  .min(1)
  .max(8_000)
  .regex(/^[A-Za-z0-9_-]+$/, 'base64url without padding')

/** What the browser answers once a device has signed (`startAuthentication`), as far as it is used. */
export const assertionSchema = z.object({
  id: base64url.max(1_400),
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
})
export type Assertion = z.output<typeof assertionSchema>

/** What the browser answers once a device has made a key (`startRegistration`), as far as it is used. */
export const registrationSchema = z.object({
  id: base64url.max(1_400),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
})
export type Registration = z.output<typeof registrationSchema>

/** What the browser says that it was asked, and by whom; empty for what can't be read. */
export function clientDataIn({ response }: Assertion | Registration): { challenge?: unknown; crossOrigin?: unknown } {
  try {
    const said: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8'))
    return typeof said === 'object' && said !== null ? said : {}
  } catch {
    return {}
  }
}
