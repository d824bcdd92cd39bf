import { Section } from '#components/frame/page-header.tsx'
import { Story } from '#components/story/story.tsx'
import { moment } from './fixtures.ts'

export function StorySpecimen() {
  return (
    <Section title="Story" description="Everything that explains an action, in order.">
      <div className="max-w-[820px]">
        <Story
          items={[
            {
              at: moment(-20),
              kind: 'requested',
              title: 'Max Weber asked in “Broken vase”: “Refund order 1042, 49.90 EUR, it arrived broken”',
            },
            {
              at: moment(-20),
              kind: 'model',
              title: 'The built-in rules model chose commerce.refund_order from 22 operations',
              detail: 'Prompt version 4b1e. It had read ticket 88, which was written outside.',
              href: { label: 'what it saw', to: '/chat/c1' },
            },
            {
              at: moment(-19),
              kind: 'policy',
              title: 'Policy version 7: irreversible and money above 25 EUR ask for one approver, not Max',
              facts: { label: 'facts', text: '{\n  "effect": "irreversible",\n  "money": { "minor": 4990, "currency": "EUR" }\n}' },
            },
            { at: moment(-12), kind: 'decision', title: 'Bea Moreau approved', detail: 'Digest 3f9a 07c1 … 70c2', tone: 'pen' },
            {
              at: moment(-12),
              kind: 'attempt',
              title: 'Sent POST /orders/1042/refunds; the connection was cut after 1.2 s',
              detail: 'Safe to repeat with the same key.',
              tone: 'wait',
            },
            { at: moment(-11), kind: 'result', title: 'Sent again, answered 201: refund R-2207. One effect', tone: 'done' },
            {
              at: moment(-11),
              kind: 'told',
              title: 'Max was told; the mail to Ada Lovelace may go out',
              href: { label: 'audit 18,204 to 18,211', to: '/admin/audit' },
            },
          ]}
        />
      </div>
    </Section>
  )
}
