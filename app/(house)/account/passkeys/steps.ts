import { type Asked, makePasskey, signWithPasskey } from '#components/passkeys/sign-with-passkey.ts'
import type { Answered } from '../../admin/answered.ts'
import { askToAdd, askToRemove, beginWithPasskey, beginWithPassword, keepPasskey, remove } from './commands.ts'

/** Adds a passkey: first the password, or without one a passkey that is there already, then the new device. In the browser. */
export async function addPasskey({ name, password }: { name: string; password: string | null }): Promise<Answered> {
  const begun = password === null ? await proveByPasskey() : await beginWithPassword({ password })
  if ('problem' in begun) return begun
  const device = answered(await makePasskey(begun.made))
  return 'problem' in device ? device : keepPasskey({ name, registration: device.made })
}

async function proveByPasskey() {
  const asked = await askToAdd({})
  if ('problem' in asked) return asked
  const signed = answered(await signWithPasskey(asked.made))
  return 'problem' in signed ? signed : beginWithPasskey({ assertion: signed.made })
}

/** Removes one, signed for by any. In the browser. */
export async function removeSigned(id: string): Promise<Answered> {
  const asked = await askToRemove({ id })
  if ('problem' in asked) return asked
  const signed = answered(await signWithPasskey(asked.made))
  return 'problem' in signed ? signed : remove({ id, assertion: signed.made })
}

function answered<Made>(asked: Asked<Made>): Answered<Made> {
  return 'problem' in asked ? { problem: asked.problem, errors: [] } : asked
}
