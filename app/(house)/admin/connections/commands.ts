'use server'

import { z } from 'zod'
import {
  accessSchema,
  confirmAsDeclared,
  confirmOperation,
  limitsChange,
  setConnectionAccess,
  setConnectionEnabled,
  setConnectionLimits,
  setOperationEnabled,
} from '#lib/connectors/index.ts'
import { effects, repeats } from '#lib/core/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

const connectionSchema = z.object({ connectionId: z.uuid() })
const operationSchema = connectionSchema.extend({ name: z.string().min(1).max(300) })
const confirmSchema = operationSchema.extend({ effect: z.enum(effects), repeat: z.enum(repeats) })
const switchSchema = connectionSchema.extend({ enabled: z.boolean() })
const setAccessSchema = connectionSchema.extend({ access: accessSchema })
const setLimitsSchema = connectionSchema.extend({ limits: limitsChange })
const switchOperationSchema = operationSchema.extend({ enabled: z.boolean() })

export async function confirm(given: z.input<typeof confirmSchema>): Promise<Answered> {
  return answer({ ability: 'connection.manage', type: confirmSchema, given }, async ({ platform, given: said, actor }) => {
    await confirmOperation(platform, { ...said, actor })
  })
}

export async function confirmAll(given: z.input<typeof connectionSchema>): Promise<Answered> {
  return answer({ ability: 'connection.manage', type: connectionSchema, given }, async ({ platform, given: { connectionId }, actor }) => {
    await confirmAsDeclared(platform, { connectionId, actor })
  })
}

export async function switchConnection(given: z.input<typeof switchSchema>): Promise<Answered> {
  return answer({ ability: 'connection.manage', type: switchSchema, given }, async ({ platform, given: wanted, actor }) => {
    await setConnectionEnabled(platform, { ...wanted, actor })
  })
}

export async function switchOperation(given: z.input<typeof switchOperationSchema>): Promise<Answered> {
  return answer({ ability: 'connection.manage', type: switchOperationSchema, given }, async ({ platform, given: wanted, actor }) => {
    await setOperationEnabled(platform, { ...wanted, actor })
  })
}

/** Who may use a connection: these teams, for these operations; with none, everybody. */
export async function setAccess(given: z.input<typeof setAccessSchema>): Promise<Answered> {
  return answer({ ability: 'connection.manage', type: setAccessSchema, given }, async ({ platform, given: wanted, actor }) => {
    await setConnectionAccess(platform, { ...wanted, actor })
  })
}

/** What bounds a connection's requests; what is left empty goes by the house's own numbers. */
export async function setLimits(given: z.input<typeof setLimitsSchema>): Promise<Answered> {
  return answer({ ability: 'connection.manage', type: setLimitsSchema, given }, async ({ platform, given: wanted, actor }) => {
    await setConnectionLimits(platform, { ...wanted, actor })
  })
}
