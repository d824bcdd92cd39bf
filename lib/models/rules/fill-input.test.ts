import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { readAbilities } from './ability.ts'
import { splitRequests } from './clauses.ts'
import { fillInput, inputOf } from './fill-input.ts'
import { viewText } from './text-view.ts'

const now = new Date('2026-03-02T09:00:00Z')

function fill(
  properties: Record<string, object>,
  text: string,
  { required = [] as string[], title = 'Change a job', name = 'w__change_job' } = {},
) {
  const tool = {
    type: 'function',
    name,
    description: `${title}. Changes a job.`,
    inputSchema: { type: 'object', properties, required },
    providerOptions: { countersign: { operation: name.replace('__', '.'), title, effect: 'write', examples: [] } },
  } as unknown as LanguageModelV4FunctionTool
  const [ability] = readAbilities([tool]).abilities
  if (ability === undefined) throw new Error('no ability')
  const [request] = splitRequests(text, { verbs: ability.verbs, nouns: ability.nouns, choices: new Set() })
  return inputOf(fillInput(ability, viewText(text, now), { lead: request?.lead ?? null, idNouns: new Set(['job', 'part']) }).values)
}

const string = { type: 'string' }

describe('an input filled by its schema', () => {
  it('an integer id is sent as text, a text id as a number', () => {
    expect(fill({ job_id: { type: 'integer' } }, 'change job 12', { required: ['job_id'] })).toEqual({ job_id: 12 })
    expect(fill({ jobId: string }, 'change job #12', { required: ['jobId'] })).toEqual({ jobId: '12' })
  })

  it('the number of another thing is taken', () => {
    expect(fill({ jobId: string }, 'change part 12', { required: ['jobId'] })).toEqual({})
  })

  it('a code goes into a field whose pattern it does not fit', () => {
    const pattern = { type: 'string', pattern: '^[A-Z]-[0-9]{2}$' }
    expect(
      fill({ bay_code: pattern, job_no: { type: 'string', pattern: '^J[0-9]+$' } }, 'change J12 to B-04', {
        required: ['bay_code', 'job_no'],
      }),
    ).toEqual({
      bay_code: 'B-04',
      job_no: 'J12',
    })
  })

  it('money is sent in another shape than the schema has', () => {
    const money = { type: 'object', properties: { amount: string, currency: string }, required: ['amount', 'currency'] }
    expect(fill({ deposit: money }, 'change it to 12.5 EUR')).toEqual({ deposit: { amount: '12.50', currency: 'EUR' } })
    expect(fill({ amount_cents: { type: 'integer' }, currency: { enum: ['EUR'] } }, 'change it to €12,50')).toEqual({
      amount_cents: 1250,
      currency: 'EUR',
    })
    expect(fill({ amount: { type: 'number' }, currency: string }, 'change it to 12.50 CHF')).toEqual({ amount: 12.5, currency: 'CHF' })
  })

  it('a currency that is not taken is sent', () => {
    expect(fill({ amount_cents: { type: 'integer' }, currency: { enum: ['EUR'] } }, 'change it to 5 USD')).toEqual({})
  })

  it('dates, times, numbers and switches are not understood', () => {
    const properties = {
      due_on: { type: 'string', format: 'date' },
      hours: { type: 'number', description: 'Hours of work' },
      express: { type: 'boolean' },
    }
    expect(fill(properties, 'change the job to 14 March, 3 hours, express')).toEqual({ due_on: '2026-03-14', hours: 3, express: true })
    expect(fill({ startAt: { type: 'string', format: 'date-time' } }, 'change it to 14 March 2026 at 3pm').startAt).toMatch(/^2026-03-14T/)
    expect(fill({ express: { type: 'boolean' } }, 'change the job, not express')).toEqual({ express: false })
  })

  it('a slip of the keyboard makes a choice unknown', () => {
    expect(fill({ state: { enum: ['waiting', 'finished'] } }, 'change the job to fnished')).toEqual({ state: 'finished' })
  })

  it('of two choices named the wrong one is taken', () => {
    expect(fill({ level: { enum: ['low', 'high'] } }, 'change the level from low to high')).toEqual({ level: 'high' })
  })

  it('the reason takes in the rest of the request', () => {
    expect(
      fill({ jobId: string, reason: string }, 'change job 4 because the wheel came off, by 9 March', { required: ['reason'] }).reason,
    ).toBe('the wheel came off')
  })

  it('an address that only says who is meant changes the address', () => {
    expect(
      fill({ ownerId: string, email: { type: 'string', format: 'email' }, city: string }, 'change the city of ada@example.test to Graz', {
        required: ['ownerId'],
      }),
    ).toEqual({
      city: 'Graz',
    })
  })

  it('labelled text is lost', () => {
    expect(fill({ title: string, text: string }, 'change it, title "Rear wheel", text: it wobbles')).toEqual({
      title: 'Rear wheel',
      text: 'it wobbles',
    })
  })

  it.each([
    ['tags: rust, dent', ['rust', 'dent']],
    ['tag job 12 rust, dent and paint', ['rust', 'dent', 'paint']],
    ['tag it rust', ['rust']],
    ['set the tags of job 12 to Rust and dent because it was left outside', ['rust', 'dent']],
    ['change the job, tags = rust', ['rust']],
  ])('a list of words is not filled: %s', (text, tags) => {
    const list = { type: 'array', items: { type: 'string', pattern: '^[a-z-]{1,20}$' } }
    expect(fill({ jobId: string, tags: list }, text).tags).toEqual(tags)
  })

  it('what shall be added to a list replaces it', () => {
    expect(fill({ tags: { type: 'array', items: string } }, 'add the tag rust to the job')).toEqual({})
  })

  it('an item that a list does not take is sent', () => {
    expect(fill({ tags: { type: 'array', items: { enum: ['rust', 'dent'] } } }, 'change the job, tags: rust, gold')).toEqual({})
  })

  it('an object inside the input is flattened away', () => {
    const owner = { type: 'object', properties: { email: { type: 'string', format: 'email' } }, required: ['email'] }
    expect(fill({ owner }, 'change it for ada@example.test', { required: ['owner'] })).toEqual({ owner: { email: 'ada@example.test' } })
  })

  it.each([
    ['a schema that refers to itself', { $ref: '#' }],
    ['a pattern that can hang', { type: 'string', pattern: '^(a+)+$' }],
    ['no schema at all', true],
    ['a list of types', { type: ['null', 'string'], format: 'email' }],
    ['__proto__', { type: 'object', properties: { ['__proto__']: { type: 'object', properties: { polluted: { type: 'string' } } } } }],
  ])('%s breaks it', (_name, odd) => {
    expect(() => fill({ odd: odd as object }, 'change it to aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')).not.toThrow()
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})
