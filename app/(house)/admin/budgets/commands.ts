'use server'

import type { z } from 'zod'
import { budgetChangeSchema, setBudget } from '#lib/actions/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

/** Sets what may be spent in a day, or ends that. */
export async function changeBudget(given: z.input<typeof budgetChangeSchema>): Promise<Answered> {
  return answer({ ability: 'budget.manage', type: budgetChangeSchema, given }, ({ platform, given: change, caller }) =>
    setBudget(platform, { ...change, caller }),
  )
}
