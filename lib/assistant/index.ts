export { turnsAfterRestore } from './after-restore.ts'
export {
  activeTurn,
  type ConversationView,
  createConversation,
  getConversation,
  listConversations,
} from './conversations.ts'
export { exampleSentences, saveExampleSentences } from './example-sentences.ts'
export { loadPlan, type PlannedView } from './plan-view.ts'
export { requestPlan } from './request-plan.ts'
export { runTurnJob } from './run-turn-job.ts'
export { setDryRun } from './set-dry-run.ts'
export { startTurn, type TurnRequest } from './start-turn.ts'
export { streamTurn } from './stream-turn.ts'
export { type StuckTurns, stuckTurns } from './stuck-turns.ts'
export { type SweptTurns, sweepTurns } from './sweep-turns.ts'
export { maxTextChars } from './tunables.ts'
export { type TurnAnswer, turnAnswer } from './turn-answer.ts'
export type { ChatChunk, ChatData, ChatMessage, ChatMetadata } from './ui-parts.ts'
