export { createRulesModel, type RulesModelOptions } from './create-rules-model.ts'
