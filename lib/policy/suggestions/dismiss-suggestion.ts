import { recordAudit } from '#lib/audit/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import type { PolicyRule } from '../rule.ts'
import type { Suggestion } from './suggest-from.ts'
import { suggestRules } from './suggest-rules.ts'

const key = 'dismissed_suggestions'
/** What an admin did not want is offered again after this time, if people still say yes to all of it. */
const quietDays = 30

/** Puts what is suggested about an operation away for 30 days. Harmless to repeat. Throws `forbidden` to all but admins. */
export async function dismissSuggestion(
  platform: Platform,
  { operation, caller, traceId }: { operation: string; caller: Caller; traceId?: string },
): Promise<void> {
  requireAbility(caller, 'policy.change')
  const now = platform.clock.now()
  const dismissed = JSON.stringify({ [operation]: now.toISOString() })
  await withTransaction(platform, async (tx) => {
    // Merged by the database: of two admins at once neither loses the other's.
    await tx.$executeRaw`
      insert into setting (key, value, "updatedAt") values (${key}, ${dismissed}::jsonb, ${now})
      on conflict (key) do update set value = setting.value || excluded.value, "updatedAt" = excluded."updatedAt"`
    await recordAudit(tx, {
      kind: 'policy.suggestion_dismissed',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'policy', id: 'suggestions' },
      content: { operation },
      ...(traceId === undefined ? {} : { traceId }),
    })
  })
}

/** What is suggested, without what an admin has put away. Throws `forbidden` to all but admins. */
export async function openSuggestions(
  platform: Platform,
  { caller }: { caller: Caller },
): Promise<(Suggestion & { rules: PolicyRule[] })[]> {
  const [suggestions, setting] = await Promise.all([suggestRules(platform, { caller }), platform.db.setting.findUnique({ where: { key } })])
  const dismissed = new Map(Object.entries((setting?.value ?? {}) as Record<string, string>))
  const quietSince = platform.clock.now().getTime() - quietDays * 86_400_000
  return suggestions.filter(({ operation }) => !(Date.parse(dismissed.get(operation) ?? '') > quietSince))
}
