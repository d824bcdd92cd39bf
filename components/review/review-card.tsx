'use client'
import { MessageCircleQuestion } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import type { Answer } from '../card/card-events.ts'
import { SchemaForm } from '../card/schema-form.tsx'
import { useSend } from '../card/use-send.ts'
import { type DraftError, draftOf, valueOfDraft } from '../form-draft.ts'
import { formFromSchema } from '../form-from-schema.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Textarea } from '../ui/input.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { RelativeTime, TimeLeft } from '../ui/relative-time.tsx'
import { ScrollWindow } from '../ui/scroll-window.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { visibleString } from '../visible-text.ts'
import type { ReviewData } from './review-data.ts'

export interface ReviewCardProps {
  review: ReviewData
  /** What a person answers. */
  onAnswer?: (answer: { id: string; answer: unknown; comment?: string }) => Answer | Promise<Answer>
}

/** A question of a run: what to see, the form of its answer, or how it was answered. */
export function ReviewCard({ review, onAnswer }: ReviewCardProps) {
  const titleId = useId()
  return (
    <article aria-labelledby={titleId} className="@container w-full max-w-[640px] rounded-lg border border-line-2 bg-surface">
      <header className="flex items-start gap-2 px-5 pt-3.5 text-12 text-ink-2">
        <Icon of={MessageCircleQuestion} className="mt-px" />
        <span className="min-w-0 flex-1">
          A question of a run of <VisibleText text={review.owner.name} />
        </span>
        <span className="text-ink-3">
          {review.status === 'waiting' && review.dueAt ? (
            <>
              <TimeLeft at={review.dueAt} /> more
            </>
          ) : (
            <RelativeTime at={review.waitingSince} />
          )}
        </span>
      </header>
      <h2 id={titleId} className="px-5 pt-2 font-strong text-18 tracking-[-.012em]">
        <VisibleText text={review.title} />
      </h2>
      <p className="whitespace-pre-wrap break-words px-5 pt-1 pb-3.5 text-ink-2">
        <VisibleText text={review.question} />
      </p>
      {review.context.length > 0 && (
        <dl className="grid gap-2 border-t px-5 py-3">
          {review.context.map(({ label, value }) => (
            <div key={label} className="grid gap-x-4 sm:grid-cols-[140px_minmax(0,1fr)]">
              <dt className="text-ink-3">
                <VisibleText text={label} />
              </dt>
              <dd className="min-w-0">
                <ContextValue label={label} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="border-t px-5 py-3.5">
        {review.status === 'waiting' && review.mayAnswer && onAnswer ? (
          <AnswerForm review={review} onAnswer={onAnswer} />
        ) : (
          <Ending review={review} />
        )}
      </div>
    </article>
  )
}

/** Beyond either of these it scrolls in a window of its own. */
const fits = { characters: 400, lines: 10 }

function ContextValue({ label, value }: { label: string; value: string }) {
  const text = <VisibleText text={value} />
  if (value.length <= fits.characters && value.split('\n').length <= fits.lines) return text
  return (
    <ScrollWindow label={visibleString(label)} className="max-h-60 overflow-y-auto">
      {text}
    </ScrollWindow>
  )
}

function AnswerForm({ review, onAnswer }: { review: ReviewData; onAnswer: NonNullable<ReviewCardProps['onAnswer']> }) {
  const node = useMemo(() => formFromSchema(review.schema), [review.schema])
  const [draft, setDraft] = useState(() => draftOf(node, undefined))
  const [errors, setErrors] = useState<DraftError[]>([])
  const [comment, setComment] = useState('')
  const { busy, problem, send } = useSend(`${review.status}`)
  const id = useId()
  const submit = () => {
    const result = valueOfDraft(node, draft, undefined)
    setErrors(result.ok ? [] : result.errors)
    if (!result.ok) return
    const said = comment.trim() === '' ? {} : { comment: comment.trim() }
    void send('answer', () => onAnswer({ id: review.id, answer: result.value, ...said }))
  }
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {problem && <ErrorNotice title="That did not go through">{problem}</ErrorNotice>}
      <SchemaForm node={node} draft={draft} errors={errors} onDraft={setDraft} />
      <Field id={id} label="Anything to add?" optional>
        <Textarea id={id} value={comment} maxLength={2000} onChange={(event) => setComment(event.target.value)} />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button look="sign" type="submit" busy={busy === 'answer'}>
          Answer
        </Button>
        {errors.length > 0 && (
          <span role="alert" className="text-12 text-bad">
            {errors.length === 1 ? 'One field needs' : `${errors.length} fields need`} a look
          </span>
        )}
      </div>
    </form>
  )
}

function Ending({ review: { status, answer, comment, answeredBy, answeredAt, whyNot } }: { review: ReviewData }) {
  if (status === 'waiting') return <p className="text-ink-2">{whyNot ?? 'It waits for someone else.'}</p>
  if (status === 'expired') return <Notice tone="wait">Nobody answered in time.</Notice>
  if (status === 'cancelled') return <Notice tone="wait">The run was ended, so nobody has to answer any more.</Notice>
  return (
    <div className="grid gap-2">
      <p className="text-ink-2">
        <VisibleText text={answeredBy?.name ?? 'Someone'} className="text-18 text-pen italic" /> answered
        {answeredAt && (
          <>
            {' '}
            <RelativeTime at={answeredAt} />
          </>
        )}
      </p>
      <pre className="overflow-x-auto whitespace-pre-wrap break-words rounded-md bg-sunk px-3 py-2 font-mono text-12">
        <VisibleText text={typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2)} />
      </pre>
      {comment && (
        <q>
          <VisibleText text={comment} />
        </q>
      )}
    </div>
  )
}
