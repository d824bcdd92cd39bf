'use client'

import Link from 'next/link'
import { Section } from '#components/frame/page-header.tsx'
import { links } from '#components/links.ts'
import { Button } from '#components/ui/button.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { PolicyRule } from '#lib/policy/rule.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { useCommand } from '../use-command.ts'
import { dismiss } from './commands.ts'
import { amountWords } from './rule-words.ts'

/** What the rules could allow, since people have said yes to it all along. */
export interface ShownSuggestion {
  operation: string
  /** Why, in one sentence. */
  sentence: string
  /** In minor units of the organisation's currency; null: no money is in it. */
  atMost: number | null
  /** Rules that leave it out then. */
  amended: { name: string }[]
  /** All rules as they would be. */
  rules: PolicyRule[]
  /** Some of the actions that it was learned from. */
  actionIds: string[]
}

interface SuggestionsPanelProps {
  suggestions: readonly ShownSuggestion[]
  currency: string
  /** Nothing was changed in the draft yet. */
  untouched: boolean
  onAccept: (suggestion: ShownSuggestion) => void
}

/** Rules that history proposes. Accepting one only puts it into the draft. */
export function SuggestionsPanel({ suggestions, currency, untouched, onAccept }: SuggestionsPanelProps) {
  const { busy, refusal, run } = useCommand()
  if (suggestions.length === 0) return null
  return (
    <Section
      title="Suggestions"
      description="What people have approved unchanged all along could be allowed. Accepting puts it into the draft; nothing holds before you save."
    >
      <RefusalNotice refusal={refusal} />
      <ul aria-label="Suggestions" className="grid grid-cols-[minmax(0,1fr)] border-t">
        {suggestions.map((suggestion) => (
          <li key={suggestion.operation} className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b py-3">
            <Proposal suggestion={suggestion} currency={currency} />
            <span className="flex gap-2">
              <Button
                size="small"
                disabled={!untouched}
                aria-label={`Accept: ${suggestion.operation}`}
                onClick={() => onAccept(suggestion)}
              >
                Accept into the draft
              </Button>
              <Button
                size="small"
                look="bare"
                busy={busy}
                aria-label={`Dismiss: ${suggestion.operation}`}
                onClick={() => run(() => dismiss({ operation: suggestion.operation }))}
              >
                Dismiss
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {!untouched && <p className="text-12 text-ink-3">Save or discard your draft first; then one can be accepted.</p>}
    </Section>
  )
}

function Proposal({
  suggestion: { operation, sentence, atMost, amended, actionIds },
  currency,
}: {
  suggestion: ShownSuggestion
  currency: string
}) {
  const bound = atMost === null ? '' : ` up to ${amountWords(atMost, currency)}`
  return (
    <div className="min-w-0 flex-1 basis-72">
      <p className="font-strong">
        Allow <VisibleText text={operation} className="font-mono" />
        {bound}
      </p>
      <p className="text-ink-2">
        {sentence} Never with outside content in sight, and never to somebody new.
        {amended.length > 0 && ` The rules that ask for it today (${amended.map(({ name }) => name).join(', ')}) leave it out then.`}
      </p>
      <p className="text-12 text-ink-3">
        Learned from{' '}
        {actionIds.slice(0, 5).map((id, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <Link href={links.action(id)} className="quiet-link">
              action {index + 1}
            </Link>
          </span>
        ))}
        {actionIds.length > 5 && ' and others'}
      </p>
    </div>
  )
}
