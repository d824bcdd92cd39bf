import { beginEnrolment, type Caller, finishEnrolment, setPassword } from '#lib/people/index.ts'
import { SoftwareAuthenticator } from './software-authenticator.ts'
import type { TestPlatform } from './test-platform.ts'

export const password = 'a horse that signs'

/** Gives a person their first passkey, the way a person gets one: with their password. */
export async function passkeyOf(platform: TestPlatform, caller: Caller): Promise<SoftwareAuthenticator> {
  await setPassword(platform, { personId: caller.personId, password, actor: { kind: 'system', id: null } })
  const device = new SoftwareAuthenticator()
  const { options } = await beginEnrolment(platform, { caller, proof: { password, peer: null } })
  await finishEnrolment(platform, { caller, name: `The device of ${caller.name}`, registration: device.register(options) })
  return device
}
