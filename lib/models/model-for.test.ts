import { expect, test } from 'vitest'
import { readEnv } from '#lib/platform/env.ts'
import { modelFor, modelLabel } from './model-for.ts'

const withKey = (baseUrl?: string) => ({
  env: readEnv({ ANTHROPIC_API_KEY: 'sk-test', ...(baseUrl === undefined ? {} : { ANTHROPIC_BASE_URL: baseUrl }) }),
})

test('without a key the rules model answers, and says so', () => {
  expect(modelFor({ env: readEnv({}) }, 'turn')).toMatchObject({ provider: 'rules', label: 'built-in rules model' })
})

test('with a key Claude answers', () => {
  expect(modelFor(withKey(), 'turn')).toMatchObject({ provider: 'anthropic', id: expect.stringMatching(/^claude-/) })
  expect(modelLabel(withKey())).toMatch(/^Claude /)
})

test.each(['http://127.0.0.1:9', 'http://127.0.0.1:9/', 'http://127.0.0.1:9/v1', 'http://127.0.0.1:9/v1/'])(
  '%s leads to /v1/messages',
  (baseUrl) => {
    const { model } = modelFor(withKey(baseUrl), 'turn')
    expect((model as unknown as { config: { baseURL: string } }).config.baseURL).toBe('http://127.0.0.1:9/v1')
  },
)
