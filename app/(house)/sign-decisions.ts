import type { CardDecisionEvent } from '#components/card/card-events.ts'
import { signWithPasskey } from '#components/passkeys/sign-with-passkey.ts'
import type { Card } from '#lib/faces/card-data.ts'
import { askSignature } from './commands.ts'

/** The decisions with the signatures that their cards take: the device is asked once for each. In the browser. */
export async function signDecisions(
  decisions: readonly CardDecisionEvent[],
  cards: readonly Pick<Card, 'id' | 'stepUp'>[],
): Promise<{ decisions: CardDecisionEvent[] } | { problem: string }> {
  const signed: CardDecisionEvent[] = []
  for (const decision of decisions) {
    const takesPasskey = cards.some(({ id, stepUp }) => id === decision.id && stepUp !== null)
    if (!takesPasskey || decision.verdict === 'reject' || decision.input !== undefined) {
      signed.push(decision)
      continue
    }
    const { id, digest, verdict } = decision
    const asked = await askSignature({ id, digest, verdict })
    if ('problem' in asked) return asked
    const answer = await signWithPasskey(asked.question)
    if ('problem' in answer) return answer
    signed.push({ ...decision, signature: answer.made })
  }
  return { decisions: signed }
}
