'use client'
import { toast } from 'sonner'
import { ApprovalCard } from '#components/card/approval-card.tsx'
import { CardBundle } from '#components/card/card-bundle.tsx'
import type { Answer } from '#components/card/card-events.ts'
import { Section } from '#components/frame/page-header.tsx'
import { CardSkeleton } from '#components/ui/skeleton.tsx'
import { states } from './card-states.ts'
import { changeStates } from './change-states.ts'
import { ChangedForm } from './changed-form.tsx'
import { mail, refund } from './fixtures.ts'
import { gravityStates } from './gravity-states.ts'
import { noteStates } from './note-fixtures.ts'
import { Specimen } from './specimen.tsx'

function say(what: string): Answer {
  toast.success(what, { description: 'Nothing happens on this page.' })
  return null
}

const events = {
  onDecide: (decision: { verdict: string }) => say(`decided: ${decision.verdict}`),
  onCancel: () => say('withdrawn'),
  onRetry: () => say('asked again'),
  onNote: (note: { kind: string }) => say(`said: ${note.kind}`),
  onResolve: (resolution: { outcome: string }) => say(`resolved: ${resolution.outcome}`),
}

export function CardSpecimens() {
  return (
    <>
      <Section title="The approval card" description="One card for every action, in each of its states.">
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 gap-y-8 xl:grid-cols-2">
          {[...states, ...gravityStates, ...noteStates, ...changeStates].map(({ name, card }) => (
            <Specimen key={name} name={name}>
              <ApprovalCard card={card} {...events} keys={name === 'Waits for me'} look={card.settledAt ? 'story' : 'chat'} />
            </Specimen>
          ))}
          <Specimen name="Change…: some fields are changed">
            <ChangedForm />
          </Specimen>
          <Specimen name="Loading">
            <CardSkeleton />
          </Specimen>
          <Specimen name="The server says no">
            <ApprovalCard
              card={refund}
              {...events}
              onDecide={() => ({ problem: 'Someone else decided first. The card shows how it stands now.' })}
            />
          </Specimen>
        </div>
      </Section>
      <Section title="Narrow, dark" description="320 px wide; and in the other colours.">
        <div className="flex flex-wrap items-start gap-8">
          <div className="w-[320px] max-w-full">
            <ApprovalCard card={refund} {...events} />
          </div>
          <div data-theme="dark" className="min-w-0 max-w-[680px] flex-1 basis-80 rounded-lg bg-paper p-5 text-ink">
            <ApprovalCard
              card={{ ...refund, outside: states.find((state) => state.card.outside.length > 0)?.card.outside ?? [] }}
              {...events}
            />
          </div>
        </div>
      </Section>
      <Section title="Cards of one request" description="In one frame, each with its own digest.">
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 xl:grid-cols-2">
          <Specimen name="I may sign both">
            <CardBundle cards={[refund, mail]} {...events} onDecide={(decisions) => say(`decided: ${decisions.length}`)} />
          </Specimen>
          <Specimen name="They wait for another">
            <CardBundle
              cards={[refund, mail].map((card) => ({ ...card, mayDecide: false, mayReject: false, mayCancel: true }))}
              onCancel={events.onCancel}
            />
          </Specimen>
        </div>
      </Section>
    </>
  )
}
