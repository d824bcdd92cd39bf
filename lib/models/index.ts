export { failureFacts, failureWords } from './model-failure.ts'
export { type ChosenModel, modelFor, modelLabel, rulesModel } from './model-for.ts'
export { type ModelPurpose, maxOutputTokens, modelRetries, modelTimeouts } from './tunables.ts'
