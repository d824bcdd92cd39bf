import { AppError, AttemptError, isAppError } from '#lib/core/index.ts'
import { callerAgain } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { changePolicy, currentPolicyView, lockWarnings, type PolicyChange, type PolicyView, policyVersionView } from '#lib/policy/index.ts'

/** A change of the policy as its action carries it: new rules, or a former version to go back to. */
export type WantedPolicy = Omit<PolicyChange, 'rules'> & { rules?: PolicyChange['rules'] | undefined; restore?: number | undefined }

/** Countersign as the system that it reaches here: itself. */
export interface CountersignClient {
  /** The policy as it is, what would become of it, and what people should know before they agree. */
  look(wanted: WantedPolicy): Promise<{ former: PolicyView; next: Pick<PolicyView, 'rules' | 'tests'>; warnings: string[] }>
  /** Makes it so, in the name of who asked for the action. Throws AttemptError. Doing it twice changes nothing more. */
  change(wanted: WantedPolicy, actionId: string): Promise<{ version: number; former: number }>
}

export function createCountersignClient(platform: Platform): CountersignClient {
  const meant = async ({ rules, tests, restore }: WantedPolicy, former: PolicyView) => {
    if (restore !== undefined) {
      const { rules: old, tests: theirs } = await policyVersionView(platform, restore)
      return { rules: [...old], tests: theirs }
    }
    if (rules === undefined) throw new AppError('invalid', 'Rules are needed, or the version to go back to.')
    return { rules, tests: tests ?? former.tests }
  }
  return {
    async look(wanted) {
      const former = await currentPolicyView(platform)
      const next = await meant(wanted, former)
      const late = wanted.expectedVersion !== undefined && wanted.expectedVersion !== former.version
      const warnings = [
        ...(late ? [`Version ${former.version} was made since this was asked for: this can no longer become active. Ask again.`] : []),
        ...(await lockWarnings(platform, next.rules)),
      ]
      return { former, next, warnings }
    },
    async change(wanted, actionId) {
      try {
        const former = await currentPolicyView(platform)
        const next = await meant(wanted, former)
        const done = await platform.db.auditEvent.findFirst({
          where: { kind: 'policy.changed', content: { path: ['actionId'], equals: actionId } },
          select: { subjectId: true },
        })
        if (done !== null) return { version: Number(done.subjectId), former: Number(done.subjectId) - 1 }
        const { requestedById, apiKeyId, traceId } = await platform.db.action.findUniqueOrThrow({
          where: { id: actionId },
          select: { requestedById: true, apiKeyId: true, traceId: true },
        })
        const caller = await callerAgain(platform, { personId: requestedById, apiKeyId })
        if (caller === null) throw new AppError('forbidden', 'The account or the key that asked is switched off.')
        const { comment, expectedVersion } = wanted
        const change = { ...next, comment, ...(expectedVersion === undefined ? {} : { expectedVersion }) }
        const { version } = await changePolicy(platform, { ...change, caller, actionId, traceId })
        return { version, former: version - 1 }
      } catch (error) {
        if (isAppError(error)) throw new AttemptError('refused', error.message, { cause: error })
        throw error
      }
    },
  }
}
