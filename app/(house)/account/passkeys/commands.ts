'use server'

import { headers } from 'next/headers'
import { z } from 'zod'
import {
  askPasskey,
  assertionSchema,
  beginEnrolment,
  cancelPasskeyReset,
  finishEnrolment,
  registrationSchema,
  removePasskey,
  renamePasskey,
} from '#lib/people/index.ts'
import { answer } from '../../admin/command.ts'

const passwordSchema = z.object({ password: z.string().max(4_000) })
const provedSchema = z.object({ assertion: assertionSchema })
const newSchema = z.object({ name: z.string().max(200), registration: registrationSchema })
const renameSchema = z.object({ id: z.uuid(), name: z.string().max(200) })
const oneSchema = z.object({ id: z.uuid() })
const removeSchema = oneSchema.extend({ assertion: assertionSchema })

/** The first one: the password shows who it is. */
export async function beginWithPassword(given: z.input<typeof passwordSchema>) {
  return answer({ ability: 'passkey.manage', type: passwordSchema, given }, async ({ platform, caller, given: { password } }) => {
    const peer = (await headers()).get('x-countersign-peer')
    return beginEnrolment(platform, { caller, proof: { password, peer } })
  })
}

/** Another one: what a passkey that one has is asked to sign first. */
export async function askToAdd(given: Record<string, never>) {
  return answer({ ability: 'passkey.manage', type: z.strictObject({}), given }, ({ platform, caller }) =>
    askPasskey(platform, caller, { purpose: 'add' }),
  )
}

export async function beginWithPasskey(given: z.input<typeof provedSchema>) {
  return answer({ ability: 'passkey.manage', type: provedSchema, given }, ({ platform, caller, given: proof }) =>
    beginEnrolment(platform, { caller, proof }),
  )
}

export async function keepPasskey(given: z.input<typeof newSchema>) {
  return answer({ ability: 'passkey.manage', type: newSchema, given }, async ({ platform, caller, given: made }) => {
    await finishEnrolment(platform, { caller, ...made })
  })
}

export async function rename(given: z.input<typeof renameSchema>) {
  return answer({ ability: 'passkey.manage', type: renameSchema, given }, ({ platform, caller, given: wanted }) =>
    renamePasskey(platform, { caller, ...wanted }),
  )
}

/** What a passkey is asked to sign so that this one is removed. */
export async function askToRemove(given: z.input<typeof oneSchema>) {
  return answer({ ability: 'passkey.manage', type: oneSchema, given }, ({ platform, caller, given: { id } }) =>
    askPasskey(platform, caller, { purpose: 'remove', passkeyId: id }),
  )
}

export async function remove(given: z.input<typeof removeSchema>) {
  return answer({ ability: 'passkey.manage', type: removeSchema, given }, ({ platform, caller, given: wanted }) =>
    removePasskey(platform, { caller, ...wanted }),
  )
}

/** The person knows better than an admin whether they lost their passkeys. */
export async function stopReset(given: Record<string, never>) {
  return answer({ ability: 'passkey.manage', type: z.strictObject({}), given }, ({ platform, caller }) =>
    cancelPasskeyReset(platform, { caller, personId: caller.personId }),
  )
}
