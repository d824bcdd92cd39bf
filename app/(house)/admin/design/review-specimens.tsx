'use client'
import { type ReactNode, useEffect, useRef } from 'react'
import { toast } from 'sonner'
import type { Answer } from '#components/card/card-events.ts'
import { Section } from '#components/frame/page-header.tsx'
import { ReviewCard } from '#components/review/review-card.tsx'
import { refusedReview, reviewStates } from './review-fixtures.ts'
import { Specimen } from './specimen.tsx'

function onAnswer(): Answer {
  toast.success('answered', { description: 'Nothing happens on this page.' })
  return null
}

export function ReviewSpecimens() {
  return (
    <Section title="The question of a run" description="What to see, the form of its answer, and how it ended.">
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 gap-y-8 xl:grid-cols-2">
        {reviewStates.map(({ name, review }) => (
          <Specimen key={name} name={name}>
            <ReviewCard review={review} onAnswer={onAnswer} />
          </Specimen>
        ))}
        <Specimen name="Fields refused">
          <Sent>
            <ReviewCard review={refusedReview} onAnswer={onAnswer} />
          </Sent>
        </Specimen>
      </div>
    </Section>
  )
}

/** Its form is sent as it stands: what is wrong with an empty one is told at its fields. */
function Sent({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector('form')?.requestSubmit(), [])
  return <div ref={place}>{children}</div>
}
