import { afterEach, beforeEach, expect, vi } from 'vitest'

const said: string[] = []

beforeEach(() => {
  said.length = 0
  vi.spyOn(console, 'error').mockImplementation((...parts) => {
    said.push(parts.map(String).join(' '))
  })
})

afterEach(() => {
  vi.mocked(console.error).mockRestore?.()
  expect(said, 'an unexpected console.error').toEqual([])
})

/** Declares that the test means something to be written to console.error; answers what was written and takes it away. */
export function takeConsoleErrors(): string[] {
  return said.splice(0)
}
