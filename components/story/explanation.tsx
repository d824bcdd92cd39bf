import type { ReactNode } from 'react'
import { Badge, type Tone } from '../ui/badge.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

/** A rule that was asked, and what it said to it. */
export interface ExplainedRule {
  name: string
  /** In a word: `allow`, `did not apply`. */
  said: string
  tone: Tone
  /** It is one of those that the verdict comes from. */
  decided: boolean
  /** Its reason, or why it did not apply. */
  why: string
}

export interface ExplanationData {
  /** The verdict and where it comes from, in one sentence. */
  sentence: string
  rules: ExplainedRule[]
  /** Rules were asked that are not listed. */
  more: number
  /** Rules that only record, and what they would have said. */
  shadow: ExplainedRule[]
  facts: { label: string; value: string }[]
}

/** Why the policy said what it said: the rules that were asked, the facts that they saw, the one that decided. Folded. */
export function Explanation({ sentence, rules, more, shadow, facts, action }: ExplanationData & { action?: ReactNode }) {
  return (
    <details className="rounded-lg border">
      <summary className="flex min-h-10 flex-wrap items-center gap-x-2 px-4 py-2 marker:content-none">
        <span className="quiet-link font-strong">Why the policy said so</span>
        <VisibleText text={sentence} className="text-ink-2" />
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 border-t px-4 py-4">
        <RuleList title="Rules that were asked" rules={rules} />
        {more > 0 && <p className="text-12 text-ink-3">and {more.toLocaleString('en')} more, of which none decided.</p>}
        {shadow.length > 0 && <RuleList title="Rules that only record, and what they would have said" rules={shadow} />}
        <div className="grid gap-2">
          <h3 className="font-strong">What they saw</h3>
          <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_minmax(0,1fr)]">
            {facts.map(({ label, value }) => (
              <div key={label} className="contents max-sm:block">
                <dt className="text-ink-3">{label}</dt>
                <dd className="min-w-0 [overflow-wrap:anywhere]">
                  <VisibleText text={value} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
        {action}
      </div>
    </details>
  )
}

function RuleList({ title, rules }: { title: string; rules: ExplainedRule[] }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="font-strong">{title}</h3>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {rules.map(({ name, said, tone, decided, why }) => (
          <li key={name} className="grid grid-cols-[minmax(0,1fr)]">
            <span className="flex min-w-0 flex-wrap items-center gap-2">
              <Badge tone={tone}>{said}</Badge>
              <VisibleText text={name} className={decided ? 'min-w-0 font-strong' : 'min-w-0'} />
              {decided && <span className="text-12 text-ink-2">decided</span>}
            </span>
            <VisibleText text={why} className="text-12 text-ink-3" />
          </li>
        ))}
      </ul>
    </div>
  )
}
