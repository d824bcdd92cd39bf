import type { GateState } from '#components/admin/gate-words.ts'
import type { GateFigures } from '#lib/actions/index.ts'

/** A gate as a component takes it. */
export function gateOf({ breaker, openedAt, openUntil, why }: Pick<GateFigures, keyof GateState>): GateState {
  return { breaker, openedAt: openedAt?.toISOString() ?? null, openUntil: openUntil?.toISOString() ?? null, why }
}
