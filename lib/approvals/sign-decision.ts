import { type ActionRow, loadAction, requireSight, statusOf } from '#lib/actions/index.ts'
import { AppError } from '#lib/core/index.ts'
import { askPasskey, type CheckedAssertion, checkAssertion, type PasskeyQuestion } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { DecisionRequest } from './lock-for-decision.ts'
import { mustSign, whyNotGive } from './may-decide.ts'

/** What the approver's device is asked to sign. Throws as the decision itself would, and `forbidden` for a key or without a passkey. */
export async function askForSignature(
  platform: Platform,
  { actionId, caller, verdict, digest }: Pick<DecisionRequest, 'actionId' | 'caller' | 'verdict' | 'digest'>,
): Promise<PasskeyQuestion> {
  const row = await loadAction(platform.db, actionId)
  requireSight(caller, row)
  if (statusOf(row) !== 'awaiting_approval')
    throw new AppError('conflict', `It no longer waits for a decision: it is ${row.status.replace('_', ' ')}.`)
  const why = whyNotGive(verdict, caller, row)
  if (why !== null) throw new AppError('forbidden', why)
  if (row.digest !== digest) throw new AppError('conflict', 'What would change is no longer what you were shown. Look again.')
  return askPasskey(platform, caller, { purpose: 'decide', actionId, digest, verdict })
}

/** Looks at the signature that came with a decision, if one did. Nothing is used up yet. Throws `forbidden`. */
export async function checkSignature(
  platform: Platform,
  { actionId, caller, verdict, digest, signature }: DecisionRequest,
): Promise<CheckedAssertion | null> {
  if (signature === undefined) return null
  if (caller.via !== 'session') throw keysCannotSign()
  return checkAssertion(platform, {
    personId: caller.personId,
    purpose: { purpose: 'decide', actionId, digest, verdict },
    assertion: signature,
  })
}

/** Throws `forbidden` where an approval, or a change, comes without the passkey that it takes. A rejection takes none. */
export function requireSignature(row: ActionRow, { caller, verdict, input }: DecisionRequest, signed: CheckedAssertion | null): void {
  if (verdict === 'reject' || signed !== null || !mustSign(caller, row)) return
  if (caller.via !== 'session') throw keysCannotSign()
  // A change is no approval: what comes of it is signed afterwards.
  if (input !== undefined) return
  throw new AppError(
    'forbidden',
    'This approval takes your passkey. Ask for a challenge (POST /actions/{id}/decision/challenge), let your device sign it, and send the signature along; on the card, press the button again.',
  )
}

function keysCannotSign(): AppError {
  return new AppError('forbidden', 'This approval takes a passkey, and an API key can’t sign with one. Sign in and approve it on its card.')
}
