'use server'

import {
  type BusinessHoursChange,
  businessHoursSchema,
  changeBusinessHours,
  changeMoney,
  type MoneyChange,
  moneyChangeSchema,
} from '#lib/policy/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

export async function changeHours(given: Required<BusinessHoursChange>): Promise<Answered> {
  return answer({ ability: 'organisation.manage', type: businessHoursSchema.required(), given }, async ({ platform, given, caller }) => {
    await changeBusinessHours(platform, { caller, given })
  })
}

export async function setMoney(given: MoneyChange): Promise<Answered> {
  return answer({ ability: 'organisation.manage', type: moneyChangeSchema, given }, async ({ platform, given, caller }) => {
    await changeMoney(platform, { caller, given })
  })
}
