import { describe, expect, it } from 'vitest'
import { bodyOfLetter, courtesyOf } from './courtesy.ts'

describe('politeness', () => {
  it.each([
    ['Good morning!', 'greeting'],
    ['Dear Sir or Madam,', 'greeting'],
    ['Hi Bea,', 'greeting'],
    ['Thank you!', 'thanks'],
    ['thanks a lot', 'thanks'],
    ['Thank you for your help.', 'thanks'],
    ['Kind regards', 'farewell'],
    ['bye 👋', 'farewell'],
    ['sorry, ', 'apology'],
    ['How are you today?', 'concern'],
  ])('it is taken for a request: %s', (text, kind) => {
    expect(courtesyOf(text)).toBe(kind)
  })

  it.each(['thank Ada for waiting', 'say sorry to them', 'good, close job 12', 'best of the jobs', 'Hi, close it', ''])(
    'a request is taken for it: %s',
    (text) => {
      expect(courtesyOf(text)).toBeNull()
    },
  )

  it('who signed a letter becomes a part of what it asks', () => {
    expect(bodyOfLetter('Dear team,\n\nclose job 12.\n\nKind regards\nAda Lovelace\n\nThank you!')).toBe('\nclose job 12.\n')
  })
})
