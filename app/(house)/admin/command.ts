import type { z } from 'zod'
import type { ConnectionActor } from '#lib/connectors/index.ts'
import { AppError, isAppError, zodErrors } from '#lib/core/index.ts'
import type { Ability, Caller } from '#lib/people/index.ts'
import { getPlatform, type Platform } from '#lib/platform/index.ts'
import { requireCommandCaller } from '../../_session.ts'
import type { Answered } from './answered.ts'

interface Command<Given> {
  platform: Platform
  given: Given
  caller: Caller
  actor: ConnectionActor & { kind: 'person' }
}

/** For server functions of the dashboard: who calls and whether they may, what they sent, one call, and what went wrong as sentences. */
export async function answer<Type extends z.ZodType, Made>(
  { ability, type, given }: { ability: Ability; type: Type; given: unknown },
  work: (command: Command<z.output<Type>>) => Promise<Made>,
): Promise<Answered<Made>> {
  try {
    const caller = await requireCommandCaller(ability)
    const parsed = type.safeParse(given)
    if (!parsed.success) throw new AppError('invalid', 'Something here does not fit.', { errors: zodErrors(parsed.error) })
    const actor = { kind: 'person', id: caller.personId } as const
    return { made: await work({ platform: getPlatform(), given: parsed.data, caller, actor }) }
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error
    return { problem: error.message, errors: [...error.errors] }
  }
}
