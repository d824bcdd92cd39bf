import { createAnthropic } from '@ai-sdk/anthropic'
import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { Platform } from '#lib/platform/index.ts'
import { createRulesModel } from './rules/index.ts'
import { claudeModels, type ModelPurpose } from './tunables.ts'

export interface ChosenModel {
  model: LanguageModelV4
  id: string
  provider: 'anthropic' | 'rules'
  /** As people read it: "Claude Sonnet 5.5", "built-in rules model". */
  label: string
}

/** Claude where there is a key for it, else the rules model. Opens no connection. */
export function modelFor(platform: Pick<Platform, 'env'>, purpose: ModelPurpose): ChosenModel {
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl } = platform.env
  if (apiKey === undefined) return rulesModel()
  const { id, label } = claudeModels[purpose]
  const anthropic = createAnthropic({ apiKey, ...(baseUrl === undefined ? {} : { baseURL: versioned(baseUrl) }) })
  return { model: anthropic(id), id, provider: 'anthropic', label }
}

/** Which model answers here, as people read it. */
export function modelLabel(platform: Pick<Platform, 'env'>): string {
  return modelFor(platform, 'turn').label
}

/** The deterministic assistant that needs no key and no network. */
export function rulesModel(): ChosenModel {
  return { model: createRulesModel(), id: 'rules', provider: 'rules', label: 'built-in rules model' }
}

/** Anthropic's own clients take the address without `/v1`, the AI SDK takes it with: both are understood. */
function versioned(baseUrl: string): string {
  const plain = baseUrl.replace(/\/+$/, '')
  return plain.endsWith('/v1') ? plain : `${plain}/v1`
}
