import type { Call, Turn } from '../conversation.ts'
import type { Field } from '../fields/field.ts'
import type { Setting } from '../setting.ts'
import type { TextView } from '../text-view.ts'
import { findReads, findStepReads, type Read } from './find-read.ts'
import { type Known, knownFromInput } from './known.ts'
import { chooseOption, type Option, pickValues } from './pick-value.ts'
import { leavesOf } from './walk-result.ts'

export interface Sought {
  found: Map<Field, Option>
  reads: Read[]
  choice: { field: Field; options: readonly Option[] } | null
  notFound: { field: Field; searched: readonly string[] }[]
}

interface Given {
  setting: Setting
  view: TextView
  known: readonly Known[]
  answers: readonly string[]
  /** All fields of the operation that is being filled. */
  own: readonly Field[]
}

/** Finds ids and addresses that the text only hints at, through reads: those made already are used, the next one is named. */
export function lookUp(fields: readonly Field[], given: Given): Sought {
  const sought: Sought = { found: new Map(), reads: [], choice: null, notFound: [] }
  for (const field of fields) if (field.role === 'id' || field.role === 'email') seek(field, given, sought)
  return sought
}

function seek(field: Field, given: Given, sought: Sought): void {
  const { setting, view, known, own } = given
  const direct = findReads(setting.catalogue, field, view, known, own)
  const steps = direct.length > 0 ? [] : findStepReads(setting.catalogue, field, view, known, own)
  const reads = direct.length > 0 ? direct : steps.flatMap((step) => followStep(step, field, given))
  const searched = [...new Set(reads.flatMap((read) => read.searched))]
  for (const read of reads) {
    const call = madeCall(setting.turns, read)
    if (call === undefined) {
      sought.reads.push(read)
      return
    }
    if (call.outcome?.status !== 'succeeded') continue
    const options = pickValues(field, read.ability, call.outcome.result, { searched: read.searched, text: view.text })
    const chosen =
      options.length === 1 ? options[0] : given.answers.map((answer) => chooseOption(options, answer)).findLast((one) => one !== null)
    if (chosen) {
      sought.found.set(field, chosen)
      return
    }
    if (options.length > 1) {
      sought.choice = { field, options }
      return
    }
  }
  if (searched.length > 0) sought.notFound.push({ field, searched })
}

/** The first of two steps, or, once it was made, the second. */
function followStep(step: Read, field: Field, { setting, view, known }: Given): Read[] {
  const call = madeCall(setting.turns, step)
  if (call === undefined) return [step]
  const brought = leavesOf(call.outcome?.result).map(({ path, value }): [string, unknown] => [path.at(-1) ?? '', value])
  const more = knownFromInput(undefined, Object.fromEntries(brought.toReversed()))
  return findReads(setting.catalogue, field, view, [...known, ...more])
}

/** The call of a read that was made with the same input, the latest first. */
export function madeCall(
  turns: readonly Turn[],
  read: { ability: { toolName: string }; input: Readonly<Record<string, unknown>> },
): Call | undefined {
  const wanted = plain(read.input)
  return turns
    .flatMap((turn) => turn.calls)
    .findLast((call) => call.toolName === read.ability.toolName && call.outcome !== null && plain(call.input) === wanted)
}

/** An input without what the house added to it, the same for the same values. */
export function plain(input: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    Object.entries(input)
      .filter(([name]) => !name.startsWith('_'))
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  )
}
