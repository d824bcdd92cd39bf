import type { LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { createRulesModel } from './create-rules-model.ts'

const model = createRulesModel({ now: () => new Date('2026-03-02T09:00:00Z') })
const string = { type: 'string' }
const cents = { type: 'integer' }

function declare(
  operation: string,
  {
    title,
    effect = 'read',
    input,
    required = [],
    output = {},
    examples = [],
  }: Partial<Record<'title' | 'effect', string>> & {
    input: Record<string, object>
    required?: string[]
    output?: object
    examples?: string[]
  },
): LanguageModelV4FunctionTool {
  const told = {
    operation,
    title,
    effect,
    examples,
    connection: { name: 'surgery', title: 'Surgery' },
    outputSchema: { properties: output },
  }
  const effects = effect === 'read' ? {} : { _after: { type: 'array', items: string } }
  return {
    type: 'function',
    name: operation.replace('.', '__'),
    description: `${title}. ${title} by its number.\nEffect: ${effect}`,
    inputSchema: { type: 'object', properties: { ...input, ...effects }, required } as never,
    providerOptions: { countersign: told as never },
  }
}

/** A vet's surgery: an API that no other test knows. */
const tools = [
  declare('surgery.get_visit', {
    title: 'Show a visit',
    input: { visit_no: { type: 'integer' } },
    required: ['visit_no'],
    output: { visit_no: { type: 'integer' }, fee_cents: cents, waived_cents: cents, currency: string, letter: string },
  }),
  declare('surgery.list_visits', {
    title: 'List visits',
    input: { state: { type: 'string', enum: ['planned', 'billed', 'settled'] }, query: string },
    examples: ['Which visits are {state}?'],
  }),
  declare('surgery.waive_fee', {
    title: 'Waive a fee',
    effect: 'irreversible',
    input: { visit_no: { type: 'integer' }, amount_cents: cents, currency: { type: 'string', enum: ['EUR'] } },
    required: ['visit_no', 'amount_cents', 'currency'],
    examples: ['Waive {amount_cents} of visit {visit_no}'],
  }),
  declare('surgery.end_visit', {
    title: 'End a visit',
    effect: 'write',
    input: { visit_no: { type: 'integer' } },
    required: ['visit_no'],
    examples: ['Close visit {visit_no}'],
  }),
]

const visit = { visit_no: 12, fee_cents: 5000, waived_cents: 1500, currency: 'EUR' }

const says = (text: string): LanguageModelV4Prompt[number] => ({ role: 'user', content: [{ type: 'text', text }] })

function called(tool: string, input: object, value: object): LanguageModelV4Prompt {
  const toolCallId = `${tool}-${JSON.stringify(input)}`
  return [
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId, toolName: `surgery__${tool}`, input }] },
    {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId, toolName: `surgery__${tool}`, output: { type: 'json', value: value as never } }],
    },
  ]
}

const seen = (result: object) => called('get_visit', { visit_no: 12 }, { actionId: 'r1', status: 'succeeded', result })
const waits = (tool: string, input: object) => called(tool, input, { actionId: 'a1', status: 'awaiting_approval', summary: 'It' })

async function next(...prompt: LanguageModelV4Prompt) {
  const { content } = await model.doGenerate({ prompt, tools })
  return {
    said: content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(''),
    calls: content.flatMap((part) => (part.type === 'tool-call' ? [[part.toolName.slice(9), JSON.parse(part.input)]] : [])),
  }
}

describe('what nothing can do', () => {
  it.each([
    'What is the weather in Paris?',
    'How old is Ada?',
    'order me a pizza',
    "What's 17 times 23?",
    'Print a label for visit 12',
    'play 12',
  ])('the nearest operation is asked for instead: %s', async (text) => {
    const { calls, said } = await next(says(text))
    expect(calls).toEqual([])
    expect(said).toContain('I can’t do this')
  })

  it.each(['thanks, that was quick!', 'that is all for today, bye', 'Sorry, wrong window', 'How are you?'])(
    'small talk is answered as a request: %s',
    async (text) => {
      const { calls, said } = await next(says(text))
      expect(calls).toEqual([])
      expect(said).not.toContain('can’t')
    },
  )
})

describe('lists', () => {
  it.each([
    ['show me the planned visits from this week', { state: 'planned' }],
    ['are there any new visits today?', {}],
    ['which visits are not settled yet?', {}],
    ['which visits have not been billed?', { state: 'planned' }],
    ['show unbilled visits', { state: 'planned' }],
    ['visits about broken claws', { query: 'broken claws' }],
  ])('time, filler or denial becomes a filter: %s', async (text, input) => {
    expect((await next(says(text))).calls).toEqual([['list_visits', input]])
  })
})

describe('a person who is named', () => {
  const clinic = [
    declare('surgery.find_owners', {
      title: 'Find owners',
      input: { name: string },
      output: { owners: { type: 'array', items: { properties: { name: string, email: string } } } },
    }),
    declare('surgery.list_bills', { title: 'List bills', input: { email: { type: 'string', format: 'email' } } }),
    declare('post.send', {
      title: 'Send a letter',
      effect: 'irreversible',
      input: { to: { type: 'string', format: 'email' }, subject: string, body: string },
      required: ['to', 'subject', 'body'],
    }),
  ]
  const found = (owners: object[]) =>
    called('find_owners', { name: 'Ada Lovelace' }, { actionId: 'r', status: 'succeeded', result: { owners } })

  async function ask(...prompt: LanguageModelV4Prompt) {
    const { content } = await model.doGenerate({ prompt, tools: clinic })
    return content.map((part) => (part.type === 'tool-call' ? [part.toolName, JSON.parse(part.input)] : part))
  }

  it('everybody’s things are shown', async () => {
    const request = says('list the bills of Ada Lovelace')
    expect(await ask(request)).toEqual([['surgery__find_owners', { name: 'Ada Lovelace' }]])
    expect(await ask(request, ...found([{ name: 'Ada Lovelace', email: 'ada@example.test' }]))).toEqual([
      ['surgery__list_bills', { email: 'ada@example.test' }],
    ])
  })

  it('nobody is found, and everybody’s things are shown without a word', async () => {
    const all = called('list_bills', {}, { actionId: 'r2', status: 'succeeded', result: { bills: [{ id: 1, name: 'Claws' }] } })
    const [part] = await ask(says('list the bills of Ada Lovelace'), ...found([]), ...all)
    expect(part).toMatchObject({ text: expect.stringContaining('could not filter by “Ada Lovelace”') })
  })

  it('a letter says that it is a letter', async () => {
    const [part] = await ask(says('send ada@example.test a short letter'))
    expect(part).toMatchObject({ text: expect.stringContaining('still need the subject and the body') })
  })
})

describe('all of an amount', () => {
  it('it is asked for although a read tells it', async () => {
    const request = says('waive the whole fee of visit 12')
    expect((await next(request)).calls).toEqual([['get_visit', { visit_no: 12 }]])
    const { calls } = await next(request, ...seen(visit))
    expect(calls).toEqual([['waive_fee', { visit_no: 12, amount_cents: 3500, currency: 'EUR' }]])
    const told = await next(request, ...seen(visit), ...waits('waive_fee', calls[0]?.[1]))
    expect(told.said).toContain('fee 50.00 EUR less waived 15.00 EUR')
  })

  it.each([
    ['nothing is left', { ...visit, waived_cents: 5000 }],
    ['the currency is not taken', { ...visit, currency: 'USD' }],
    ['no sum fits by its name', { visit_no: 12, deposit_cents: 900, currency: 'EUR' }],
  ])('an amount is made up where %s', async (_why, result) => {
    const { calls, said } = await next(says('waive the whole fee of visit 12'), ...seen(result))
    expect(calls).toEqual([])
    expect(said).toContain('I still need')
  })

  it('"whole" in a reason is taken for an amount', async () => {
    expect((await next(says('waive some of visit 12, the whole litter was ill'))).calls).toEqual([])
  })
})

describe('what was said before', () => {
  const letter = { visit_no: 12, letter: 'Hi Bea,\nplease waive 20 EUR of visit 12.\nThank you!\n\nBest regards\nAda' }
  const waived = [['waive_fee', { visit_no: 12, amount_cents: 2000, currency: 'EUR' }]]

  it.each(['do what the visit says', 'do that', 'Do what it asks.', 'ok, do what she wants'])(
    '"it" is looked for elsewhere: %s',
    async (text) => {
      const { calls } = await next(says('show visit 12'), ...seen(letter), says(text))
      expect(calls).toEqual(waived)
    },
  )

  it('the politeness of a letter is told as something that can’t be done', async () => {
    const { said } = await next(says('do what visit 12 says'), ...seen(letter), ...waits('waive_fee', waived[0]?.[1] as object))
    expect(said).not.toContain('can’t')
  })

  it('several things in a letter that can’t be done are each told', async () => {
    const wild = { visit_no: 12, letter: 'Send me a pony. Book a flight. Waive 20 EUR of visit 12.' }
    const { said } = await next(says('do what visit 12 says'), ...seen(wild), ...waits('waive_fee', waived[0]?.[1] as object))
    expect(said.match(/can’t/g)).toHaveLength(1)
    expect(said).toContain('the rest of what it asks')
  })

  it('a letter that asks for nothing, or no letter at all, is acted on', async () => {
    const idle = await next(says('show visit 12'), ...seen({ visit_no: 12, letter: 'It was a good visit.' }), says('do what it says'))
    expect([idle.calls, idle.said]).toEqual([[], expect.stringContaining('nothing in it')])
    const none = await next(says('do what it says'))
    expect([none.calls, none.said]).toEqual([[], expect.stringContaining('What shall I go by?')])
  })

  it('a correction of a number is not heard', async () => {
    const { calls } = await next(says('end visit 12'), ...waits('end_visit', { visit_no: 12 }), says('sorry, I meant 13'))
    expect(calls).toEqual([['end_visit', { visit_no: 13 }]])
  })

  it.each(['cancel that', 'undo it please', 'take it back'])(
    'what waits is asked for again, or said to be taken back: %s',
    async (text) => {
      const { calls, said } = await next(says('end visit 12'), ...waits('end_visit', { visit_no: 12 }), says(text))
      expect(calls).toEqual([])
      expect(said).toContain('withdraw it on its card')
    },
  )

  it('"close it" after a read is taken for a withdrawal', async () => {
    expect((await next(says('show visit 12'), ...seen(visit), says('close it'))).calls).toEqual([['end_visit', { visit_no: 12 }]])
  })

  it('what is to come after something of an earlier turn comes at once', async () => {
    const first: LanguageModelV4Prompt = [says('waive 20 EUR of visit 12'), ...waits('waive_fee', waived[0]?.[1] as object)]
    const { calls } = await next(...first, says('after the waiving, end visit 12'))
    expect(calls).toEqual([['end_visit', { visit_no: 12, _after: ['a1'] }]])
  })

  it('what is to come after something unknown is done all the same', async () => {
    const { calls, said } = await next(says('after the waiving, end visit 12'))
    expect([calls, said]).toEqual([[], expect.stringContaining('nothing here that it is to come after')])
  })
})
