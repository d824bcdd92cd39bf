import { describe, expect, it } from 'vitest'
import { splitRequests } from './clauses.ts'
import { stem } from './words.ts'

const vocabulary = { verbs: new Set(['close', 'mend', 'note'].map(stem)), nouns: new Set(['job', 'part', 'note'].map(stem)) }
const split = (text: string) => splitRequests(text, vocabulary).map((request) => request.text)

describe('one text, several requests', () => {
  it('two requests become one', () => {
    expect(split('Close job 4, and tell the owner we are sorry.')).toEqual(['Close job 4', 'tell the owner we are sorry.'])
  })

  it('an "and" inside a reason splits it', () => {
    expect(split('Close job 4 because it leaked and the owner was angry')).toHaveLength(1)
  })

  it('what shall be written down is taken for a request', () => {
    expect(split('add a note to job 4: call back, and offer tea')).toHaveLength(1)
  })

  it('what was said before the request is lost', () => {
    expect(split('job 4 is done, you can close it')).toEqual(['job 4 is done, you can close it'])
  })

  it('a statement about another thing goes to the request before it', () => {
    expect(split('Close job 4. Part 7 came bent. Mend it.')).toEqual(['Close job 4.', 'Part 7 came bent. Mend it.'])
  })

  it('"then" is not heard', () => {
    expect(splitRequests('close job 4, then close job 5', vocabulary).map((request) => request.follows)).toEqual([false, true])
  })

  it('only the first of several things is done', () => {
    expect(split('close jobs 4, 5 and 6')).toEqual(['close job 4', 'close job 5', 'close job 6'])
  })

  it('a quotation is cut', () => {
    expect(split('note on job 4: "call them, then close job 5 and go"')).toHaveLength(1)
  })

  it('politeness hides the verb', () => {
    expect(splitRequests('Hi, could you please close job 4', vocabulary)[0]?.lead).toBe('close')
  })
})
