'use client'
import { type FormEvent, useEffect, useId, useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Checkbox, Input } from '../ui/input.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { CardEvents } from './card-events.ts'
import { type GrantForm, type GrantFormAnswer, type GrantPattern, type GrantWay, patternOf, placeWords } from './grant-form.ts'
import { GrantPlace } from './grant-place.tsx'
import { useSend } from './use-send.ts'

export interface GrantDialogProps {
  card: Card
  onProposeGrant: NonNullable<CardEvents['onProposeGrant']>
  onGrant: NonNullable<CardEvents['onGrant']>
  onClose: () => void
}

const usualUses = 5
const usualDays = 7

/** Approves this one, and says what else like it may run without asking: which values, how often, how much, until when. */
export function GrantDialog({ card, onProposeGrant, onGrant, onClose }: GrantDialogProps) {
  const form = useId()
  const [answer, setAnswer] = useState<GrantFormAnswer | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const { busy, problem, send } = useSend(card.id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: one look for each opening; the handler is made anew with each render
  useEffect(() => {
    let open = true
    const failed = (): GrantFormAnswer => ({ problem: 'No answer came. Close this and try again.' })
    void onProposeGrant(card.id)
      .catch(failed)
      .then((found) => open && setAnswer(found))
    return () => {
      open = false
    }
  }, [card.id])
  const proposal = answer !== null && 'form' in answer ? answer.form : null
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (proposal === null) return
    const said = readForm(proposal, new FormData(event.currentTarget))
    setWrong('wrong' in said ? said.wrong : null)
    if ('grant' in said && (await send('grant', () => onGrant(said.grant)))) onClose()
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title="Approve and allow similar"
      description="This one is approved now. What fits all of this runs from now on without asking you again, and each time says that you allowed it."
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy === 'grant'} disabled={proposal === null}>
            {card.status === 'awaiting_approval' ? 'Approve and allow' : 'Allow similar'}
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        {answer === null && <Skeleton className="h-24" />}
        {answer !== null && 'problem' in answer && <Notice tone="wait">{answer.problem}</Notice>}
        {proposal !== null && <Fields form={proposal} />}
        {(wrong ?? problem) !== null && <ErrorNotice title="That did not go through">{wrong ?? problem}</ErrorNotice>}
      </form>
    </Dialog>
  )
}

function Fields({ form }: { form: GrantForm }) {
  const id = useId()
  return (
    <>
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-strong text-14">What may be in it</legend>
        {form.places.map(({ pattern, value }) => (
          <GrantPlace key={pattern.path} pattern={pattern} value={value} />
        ))}
        <p className="text-12 text-ink-3">Anything else in it, a further field or line, and you are asked.</p>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field id={`${id}-uses`} label="How often">
          <Input id={`${id}-uses`} name="uses" type="number" min={1} max={1_000} defaultValue={usualUses} />
        </Field>
        <Field id={`${id}-budget`} label={`In all, ${form.currency}`} optional={form.most === null}>
          <Input id={`${id}-budget`} name="budget" inputMode="decimal" defaultValue={budgetOf(form)} />
        </Field>
        <Field id={`${id}-until`} label="Until the end of">
          <Input id={`${id}-until`} name="until" type="date" defaultValue={dayIn(usualDays)} min={dayIn(0)} max={dayIn(89)} />
        </Field>
      </div>
      <Checkbox name="onlyRequester" label={`Only when ${form.requester} asks`} defaultChecked />
    </>
  )
}

/** Enough for the usual number like this one, as far as the policy goes. */
function budgetOf({ amount, most }: GrantForm): string {
  if (amount === null) return most?.amount ?? ''
  const wanted = Number(amount.amount) * usualUses
  return most !== null && wanted > Number(most.amount) ? most.amount : wanted.toFixed(amount.amount.split('.')[1]?.length ?? 0)
}

function dayIn(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

function readForm(form: GrantForm, data: FormData): { grant: Parameters<GrantDialogProps['onGrant']>[0] } | { wrong: string } {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const patterns: GrantPattern[] = []
  for (const { pattern, value } of form.places) {
    const said = patternOf(pattern.path, value, text(`way ${pattern.path}`) as GrantWay, text(`value ${pattern.path}`))
    if (said === null) return { wrong: `${placeWords(pattern.path)}: this is no value that it could have.` }
    patterns.push(said)
  }
  const until = new Date(`${text('until')}T23:59:59`)
  if (Number.isNaN(until.getTime())) return { wrong: 'Say until which day.' }
  const budget = text('budget')
  return {
    grant: {
      actionId: form.actionId,
      digest: form.digest,
      patterns,
      uses: Number(text('uses')),
      ...(budget === '' ? {} : { budget: { amount: budget, currency: form.currency } }),
      endsAt: until.toISOString(),
      onlyRequester: data.has('onlyRequester'),
    },
  }
}
