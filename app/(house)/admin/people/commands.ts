'use server'

import { z } from 'zod'
import {
  createApiKey,
  createPerson,
  deactivatePerson,
  nameSchema,
  newApiKeySchema,
  newPersonSchema,
  passwordSchema,
  reactivatePerson,
  revokeApiKey,
  rolesSchema,
  setPassword,
  updatePerson,
} from '#lib/people/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

const personSchema = z.object({ personId: z.uuid() })
const changeSchema = personSchema.extend({ name: nameSchema, roles: rolesSchema })
const activeSchema = personSchema.extend({ active: z.boolean() })
const newPasswordSchema = personSchema.extend({ password: passwordSchema })
const keySchema = newApiKeySchema.extend({ ownerId: z.uuid() })
const revokeSchema = z.object({ apiKeyId: z.uuid() })

export async function addPerson(given: z.input<typeof newPersonSchema>): Promise<Answered> {
  return answer({ ability: 'people.manage', type: newPersonSchema, given }, async ({ platform, given: { password, ...person }, actor }) => {
    await createPerson(platform, { ...person, ...(password === undefined ? {} : { password }), actor })
  })
}

export async function changePerson(given: z.input<typeof changeSchema>): Promise<Answered> {
  return answer({ ability: 'people.manage', type: changeSchema, given }, async ({ platform, given: change, actor }) => {
    await updatePerson(platform, { ...change, actor })
  })
}

/** Lets a person in again, or ends every session and key of theirs. */
export async function setActive(given: z.input<typeof activeSchema>): Promise<Answered> {
  return answer({ ability: 'people.manage', type: activeSchema, given }, async ({ platform, given: { personId, active }, actor }) => {
    await (active ? reactivatePerson : deactivatePerson)(platform, { personId, actor })
  })
}

export async function givePassword(given: z.input<typeof newPasswordSchema>): Promise<Answered> {
  return answer({ ability: 'people.manage', type: newPasswordSchema, given }, async ({ platform, given: change, actor }) => {
    await setPassword(platform, { ...change, actor })
  })
}

/** Answers the key itself, this once. */
export async function makeKey(given: z.input<typeof keySchema>): Promise<Answered<string>> {
  return answer({ ability: 'people.manage', type: keySchema, given }, async ({ platform, given: key, actor }) => {
    return (await createApiKey(platform, { ...key, actor })).key
  })
}

export async function endKey(given: z.input<typeof revokeSchema>): Promise<Answered> {
  return answer({ ability: 'people.manage', type: revokeSchema, given }, async ({ platform, given: { apiKeyId }, actor }) => {
    await revokeApiKey(platform, { apiKeyId, actor })
  })
}
