import { expect, test } from 'vitest'
import { similarWords } from './card-similar.ts'

const none = { approved: 0, changed: 0, rejected: 0, expired: 0 }
test.each([
  [{ ...none, approved: 4, changed: 1 }, 'The last 5 like this: 4 approved, 1 changed'],
  [{ ...none, rejected: 3 }, 'The last 3 like this: all rejected'],
  [{ ...none, approved: 1 }, 'The last one like this: approved'],
  [{ approved: 1, changed: 1, rejected: 1, expired: 2 }, 'The last 5 like this: 1 approved, 1 changed, 1 rejected, 2 not decided in time'],
])('%j', (counts, sentence) => expect(similarWords(counts).sentence).toBe(sentence))
