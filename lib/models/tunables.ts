/** Which Claude answers, by what it is asked for. One place to change it. */
export const claudeModels = {
  turn: { id: 'claude-sonnet-5-5', label: 'Claude Sonnet 5.5' },
  background: { id: 'claude-sonnet-5-5', label: 'Claude Sonnet 5.5' },
} as const
export type ModelPurpose = keyof typeof claudeModels

/** Milliseconds: until the first token, between two tokens, for a whole step. */
export const modelTimeouts = { firstChunkMs: 60_000, chunkMs: 60_000, stepMs: 300_000 } as const

/** How often a call that failed before its first token is tried again before the rules model takes over. */
export const modelRetries = 2

/** The longest answer of one step, in tokens. */
export const maxOutputTokens = 16_000
