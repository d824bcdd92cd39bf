import { describe, expect, it } from 'vitest'
import { splitRequests } from './clauses.ts'
import { stem } from './words.ts'

const vocabulary = {
  verbs: new Set(['close', 'mend', 'note'].map(stem)),
  nouns: new Set(['job', 'part', 'note'].map(stem)),
  choices: new Set(['open']),
}
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

  it('politeness is taken for a request, or gets into one', () => {
    expect(split('Hi there! Could you close job 4? Thank you!')).toEqual(['Could you close job 4?'])
    expect(split('Close job 4. Many thanks in advance.')).toEqual(['Close job 4.'])
  })

  it('a list of open things is taken for the order to open one', () => {
    const [request] = splitRequests('open jobs', vocabulary)
    expect([request?.lead, request?.question]).toEqual([null, true])
    expect(splitRequests('open a job', vocabulary)[0]?.lead).toBe('open')
  })

  describe('words for an order in time', () => {
    const order = (text: string) =>
      splitRequests(text, vocabulary).map(({ text: own, lead, follows, after }) => ({ own, lead, follows, after }))

    it.each([
      'After closing job 4, mend part 7',
      'Once job 4 is closed, mend part 7',
      'As soon as you have closed job 4, mend part 7',
      'Before you mend part 7, close job 4',
      'Mend part 7 after closing job 4',
      'Close job 4 before mending part 7',
    ])('one of two is dropped, or they change places: %s', (text) => {
      const [first, second, ...more] = order(text)
      expect(more).toEqual([])
      expect(first?.own).toMatch(/job 4/)
      expect(second?.own).toMatch(/part 7/i)
      expect([first?.follows, second?.follows]).toEqual([false, true])
    })

    it('what is said of the first goes to the second', () => {
      expect(order('Mend part 7 after closing job 4, it leaks').map(({ own }) => own)).toEqual(['closing job 4, it leaks', 'Mend part 7'])
    })

    it('a story is taken for an order', () => {
      for (const text of ['After closing job 4 I saw a crack in part 7.', 'After we closed job 4, mend part 7', 'When is job 4 due?'])
        expect(order(text).filter(({ lead }) => lead?.startsWith('clos'))).toEqual([])
    })

    it('"after the mending" asks to mend once more', () => {
      expect(order('Mend part 7. After the mending, close job 4')).toEqual([
        { own: 'Mend part 7.', lead: 'mend', follows: false, after: null },
        { own: 'close job 4', lead: 'close', follows: true, after: null },
      ])
    })

    it('what was asked for elsewhere is not waited for', () => {
      expect(order('After the mending, close job 4')).toEqual([{ own: 'close job 4', lead: 'close', follows: true, after: 'mending' }])
    })
  })
})
