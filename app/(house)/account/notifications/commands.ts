'use server'

import { z } from 'zod'
import { browserNotifications, markNotificationsRead, preferenceSchema, savePreferences } from '#lib/people/index.ts'
import { loadOrganisation } from '#lib/policy/index.ts'
import type { Answered } from '../../admin/answered.ts'
import { answer } from '../../admin/command.ts'

const sinceSchema = z.object({ since: z.iso.datetime() })

/** How the caller wants to hear. */
export async function choose(given: z.input<typeof preferenceSchema>): Promise<Answered> {
  return answer({ ability: 'notification.own', type: preferenceSchema, given }, async ({ platform, given, caller }) => {
    await savePreferences(platform, { caller, given })
  })
}

export async function readAll(given: Record<string, never>): Promise<Answered> {
  return answer({ ability: 'notification.own', type: z.strictObject({}), given }, async ({ platform, caller }) => {
    await markNotificationsRead(platform, caller)
  })
}

/** What the browser has to say, of what came since. */
export async function latest(given: z.input<typeof sinceSchema>): Promise<Answered<{ id: string; sentence: string; href: string }[]>> {
  return answer({ ability: 'notification.own', type: sinceSchema, given }, async ({ platform, given: { since }, caller }) => {
    const { timeZone } = await loadOrganisation(platform)
    const found = await browserNotifications(platform, caller, { since: new Date(since), timeZone })
    return found.map(({ id, sentence, actionId, reviewId }) => {
      const card = actionId ?? reviewId
      return { id, sentence, href: card === null ? '/account' : `/approvals?card=${card}` }
    })
  })
}
