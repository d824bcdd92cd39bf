'use server'

import { z } from 'zod'
import { removeTeam } from '#lib/approvals/index.ts'
import { teamName } from '#lib/core/index.ts'
import {
  cancelPasskeyReset,
  confirmPasskeyReset,
  createApiKey,
  createPerson,
  createTeam,
  deactivatePerson,
  nameSchema,
  newApiKeySchema,
  newPersonSchema,
  newTeamSchema,
  passwordSchema,
  reactivatePerson,
  renameTeam,
  revokeApiKey,
  rolesSchema,
  setPassword,
  teamNamesSchema,
  teamTitleSchema,
  updatePerson,
} from '#lib/people/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

const personSchema = z.object({ personId: z.uuid() })
const changeSchema = personSchema.extend({ name: nameSchema, roles: rolesSchema, teams: teamNamesSchema })
const activeSchema = personSchema.extend({ active: z.boolean() })
const newPasswordSchema = personSchema.extend({ password: passwordSchema })
const keySchema = newApiKeySchema.extend({ ownerId: z.uuid() })
const teamSchema = z.object({ name: teamName })
const teamChangeSchema = teamSchema.extend({ title: teamTitleSchema })
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

export async function addTeam(given: z.input<typeof newTeamSchema>): Promise<Answered> {
  return answer({ ability: 'team.manage', type: newTeamSchema, given }, async ({ platform, given: team, actor }) => {
    await createTeam(platform, { ...team, actor })
  })
}

export async function changeTeam(given: z.input<typeof teamChangeSchema>): Promise<Answered> {
  return answer({ ability: 'team.manage', type: teamChangeSchema, given }, async ({ platform, given: change, actor }) => {
    await renameTeam(platform, { ...change, actor })
  })
}

/** Refused while a rule or a connection names it. */
export async function endTeam(given: z.input<typeof teamSchema>): Promise<Answered> {
  return answer({ ability: 'team.manage', type: teamSchema, given }, async ({ platform, given: { name }, actor }) => {
    await removeTeam(platform, { name, actor })
  })
}

/** One of the two admins who say that a person lost their passkeys. */
export async function confirmReset(given: z.input<typeof personSchema>): Promise<Answered<'needs_another' | 'reset'>> {
  return answer({ ability: 'people.manage', type: personSchema, given }, async ({ platform, given: { personId }, caller }) => {
    return (await confirmPasskeyReset(platform, { caller, personId })).state
  })
}

export async function cancelReset(given: z.input<typeof personSchema>): Promise<Answered> {
  return answer({ ability: 'people.manage', type: personSchema, given }, async ({ platform, given: { personId }, caller }) => {
    await cancelPasskeyReset(platform, { caller, personId })
  })
}
