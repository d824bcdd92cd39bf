import type { PasskeyAnswer } from '../passkeys/sign-with-passkey.ts'
import type { GrantEvent, GrantFormAnswer } from './grant-form.ts'

/** What a handler says back: nothing when it went well, else one sentence for the person. */
export type Answer = { problem: string } | null | undefined
type Handled = Answer | Promise<Answer>

export interface CardDecisionEvent {
  id: string
  /** The digest that was on the page. */
  digest: string
  verdict: 'approve' | 'reject'
  /** Approve with changes: the whole input as changed. */
  input?: unknown
  comment?: string
  /** What the person's passkey signed, where one is asked for. */
  signature?: PasskeyAnswer
}

export interface CardResolveEvent {
  id: string
  outcome: 'succeeded' | 'failed' | 'run_again'
  comment: string
}

/** Something said about a card that waits. */
export interface CardNoteEvent {
  id: string
  kind: 'question' | 'answer' | 'handover' | 'reminder'
  text?: string
  /** Whom it is handed to. */
  to?: string
  /** The question that an answer belongs to. */
  replyTo?: string
}

/** What undoing would ask for. `final`: it can't be undone, or somebody has asked; else it may be asked for unseen. */
export type UndoPlanAnswer =
  | { plan: { sentence: string; label: string; warnings: string[]; verdict: 'allow' | 'require_approval' | 'deny'; reasons: string[] } }
  | { problem: string; final: boolean }

/** What a card hands out. A button whose handler is missing is not shown. */
export interface CardEvents {
  onDecide?: (decision: CardDecisionEvent) => Handled
  onCancel?: (id: string) => Handled
  onRetry?: (id: string) => Handled
  onResolve?: (resolution: CardResolveEvent) => Handled
  onUndo?: (id: string) => Handled
  onNote?: (note: CardNoteEvent) => Handled
  onPlanUndo?: (id: string) => Promise<UndoPlanAnswer>
  /** What the form for a standing grant begins with. */
  onProposeGrant?: (id: string) => Promise<GrantFormAnswer>
  /** Approves it, where it still waits, and allows what is like it. */
  onGrant?: (grant: GrantEvent) => Handled
}

export type Send = (what: string, event: () => Handled) => Promise<boolean>
