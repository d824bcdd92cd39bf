import type { ActionStatus, Effect, JsonSchema, Via } from '#lib/core/index.ts'

/** How much a word weighs: `bad` for what cannot be taken back, `wait` for what is not settled yet. */
type CardTone = 'plain' | 'wait' | 'bad'

/** How grave an action is, in a word. */
export interface CardGravity {
  word: string
  tone: CardTone
}

/** One row of "before and after". Texts are shown as they are; `long` ones are folded until someone opens them. */
export interface CardChange {
  path: string
  label: string
  before: string | null
  after: string | null
  /** `sent`: the preview does not name it, yet it goes out. */
  kind: 'change' | 'new' | 'removed' | 'sent'
  long: boolean
  /** The title of the outside content in which the new value stands word for word. */
  outside: string | null
}

/** One leaf of the input as it will be sent. */
export interface CardInput {
  path: string
  text: string
  /** The title of the outside content in which it stands word for word. */
  outside: string | null
}

/** Something written by others that the assistant had read. */
export interface CardOutside {
  title: string
  quote: string
  href: string | null
  /** What of the input stands in it word for word, as labels. */
  copied: string[]
}

/** A decision as it stands on the paper. `void`: it was made on another digest or by someone who may no longer. */
export interface CardDecision {
  name: string
  /** The person in whose stead it was made. */
  onBehalfOf: string | null
  verdict: 'approve' | 'reject' | 'edit'
  /** ISO 8601, UTC. */
  at: string
  comment: string | null
  byKey: boolean
  /** The person's passkey signed it. */
  signed: boolean
  void: boolean
}

/** One thing that was said about a card while it waited. */
export interface CardNote {
  id: string
  kind: 'question' | 'answer' | 'handover' | 'reminder' | 'escalation'
  /** Null: the system. */
  from: string | null
  to: string | null
  text: string
  /** The question that an answer belongs to. */
  replyTo: string | null
  at: string
  /** The reader may answer it. */
  mayAnswer: boolean
}

/** What was said about a card, oldest first, and what the reader may say. */
export interface CardNotes {
  items: CardNote[]
  mayAsk: boolean
  /** To whom the reader may hand it; empty: to nobody. */
  handTo: { id: string; name: string }[]
  mayRemind: boolean
  /** Why not now, where it may be done later. */
  whyNotRemind: string | null
  /** Whom it was handed to. */
  liesWith: string | null
}

export interface CardDifference {
  path: string
  label: string
  before: string | null
  after: string | null
}

/** The rejected action that a card puts right. */
export interface CardCorrection {
  id: string
  sentence: string
  /** Who rejected it. */
  by: string | null
  reason: string | null
  differences: CardDifference[]
}

/** What a person made of an action before it was approved. */
export interface CardEdit {
  by: string
  /** The person in whose stead it was changed. */
  onBehalfOf: string | null
  differences: CardDifference[]
  /** A secret was changed as well, which no difference shows. */
  secret: boolean
}

/** An action that must succeed before this one. */
export interface CardPredecessor {
  id: string
  sentence: string
  status: ActionStatus
}

/** Why a queued action does not move. */
export interface CardHold {
  /** Instead of the state's usual word; null: the usual one. */
  word: string | null
  sentence: string
}

/** What an undo takes back. */
export interface CardOriginal {
  id: string
  sentence: string
  /** Who asked for it. */
  by: string
  at: string | null
  /** The reader may open it. */
  open: boolean
  /** The turn whose actions are taken back together, for a reader who may open its story. */
  turnId: string | null
}

/** The undo of an action that stands: asked for, under way or done. */
export interface CardUndo {
  id: string
  status: ActionStatus
  by: string
  at: string | null
}

/** An action as the one generic card shows it to one reader: plain data, nothing to look up. Times are ISO 8601 in UTC. */
export interface Card {
  id: string
  /** Null until it is prepared, and for reads. */
  digest: string | null
  status: ActionStatus
  operation: string
  effect: Effect
  /** What kind of thing it is: the operation's title. */
  title: string
  /** Which system, which environment. */
  where: string
  /** `production`, or a sandbox where nothing is real. */
  environment: string
  /** One at least, the gravest first. */
  gravity: CardGravity[]
  /** What will happen, in one sentence. */
  sentence: string
  /** The words on the button. */
  label: string
  changes: CardChange[]
  /** Everything that is sent. */
  input: CardInput[]
  asker: { name: string; via: Via }
  /** `mine`: the reader may open it. */
  conversation: { id: string; title: string; mine: boolean } | null
  why: string | null
  outside: CardOutside[]
  rules: { name: string; sentence: string }[]
  /** What it amounts to, where nothing else on the card says so. */
  cost: string | null
  /** What was decided on the last few like it, and where to see them. */
  similar: { sentence: string; href: string } | null
  /** Which model asked, and how sure it was, 0 to 1. */
  model: { label: string; confidence: number | null } | null
  /** Where it takes more than one signature. */
  quorum: { met: number; needed: number } | null
  /** Who or what it waits for, in words that follow "waits for". */
  waitsFor: string | null
  dueAt: string | null
  /** Something to know first: "changed since it was approved", "paused by an admin", a warning of the preview. */
  note: string | null
  /** What holds it besides its turn: an admin's pause, a system that does not answer. */
  held: CardHold | null
  after: CardPredecessor[]
  /** The reader may approve it. */
  mayDecide: boolean
  /** The reader may reject it: whoever is asked, also where others have given their part. */
  mayReject: boolean
  /** The reader may allow what is like it from now on. */
  mayGrant: boolean
  /** By whose standing grant it ran, where one stood for an approval. */
  grant: string | null
  /** The reader's approval takes their passkey: they sign with it, or have none yet. Null: it takes none. */
  stepUp: 'sign' | 'enrol' | null
  /** Why the reader may not approve it. */
  whyNot: string | null
  mayCancel: boolean
  mayRetry: boolean
  mayResolve: boolean
  mayUndo: boolean
  /** Done, and it can't be taken back: why. */
  whyNotUndo: string | null
  undo: CardUndo | null
  takesBack: CardOriginal | null
  corrects: CardCorrection | null
  /** The newest change that a person made; null: none, or it is no longer known. */
  edit: CardEdit | null
  notes: CardNotes
  decisions: CardDecision[]
  attempts: number
  settledAt: string | null
  result: string | null
  error: string | null
  /** Of an unknown outcome: what is known. */
  known: string | null
  /** What the form for "Change…" is made from; null: it cannot be changed. */
  editSchema: JsonSchema | null
  inputValue: unknown
  createdAt: string
}

/** The undo of a turn as pages show it: how far it is, in one sentence, and each step. */
export interface TurnUndoView {
  turnId: string
  sentence: string
  /** In the order in which they run. */
  steps: Card[]
}
