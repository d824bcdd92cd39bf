import Link from 'next/link'
import { classes } from '../classes.ts'
import type { Tone } from '../ui/badge.tsx'
import { ClockTime } from '../ui/relative-time.tsx'
import { ScrollWindow } from '../ui/scroll-window.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

export interface StoryItem {
  at: string
  kind: string
  title: string
  /** A sentence more. */
  detail?: string | null
  /** The facts behind it, folded: text as a machine wrote it. */
  facts?: { label: string; text: string } | null
  href?: { label: string; to: string } | null
  tone?: Tone
}

const dots: Record<Tone, string> = { plain: 'bg-ink-3', pen: 'bg-pen', done: 'bg-done', wait: 'bg-wait', bad: 'bg-bad' }

/** Everything that happened, in order. */
export function Story({ items }: { items: StoryItem[] }) {
  return (
    <ol aria-label="Story">
      {items.map((item, index) => (
        <StoryLine key={`${item.at}${item.kind}${item.title}`} item={item} last={index === items.length - 1} />
      ))}
    </ol>
  )
}

export function StoryLine({ item, last }: { item: StoryItem; last: boolean }) {
  return (
    <li className="grid grid-cols-[62px_12px_minmax(0,1fr)] gap-x-3 sm:grid-cols-[68px_20px_minmax(0,1fr)]">
      <ClockTime at={item.at} className="pt-[1.5px] text-12 text-ink-3" />
      <span aria-hidden className="grid grid-rows-[auto_1fr] justify-items-center">
        <span className={classes('mt-[7px] size-[7px] rounded-full', dots[item.tone ?? 'plain'])} />
        {!last && <span className="mt-1 -mb-1 w-px bg-line-2" />}
      </span>
      <div className="min-w-0 pb-4">
        <VisibleText text={item.title} className={item.tone === 'pen' ? 'font-strong' : ''} />
        {item.href && (
          <>
            {' · '}
            <Link href={item.href.to} className="quiet-link text-ink-2">
              {item.href.label}
            </Link>
          </>
        )}
        {item.detail && (
          <p className="text-ink-2">
            <VisibleText text={item.detail} />
          </p>
        )}
        {item.facts && <Facts {...item.facts} />}
      </div>
    </li>
  )
}

function Facts({ label, text }: { label: string; text: string }) {
  return (
    <details className="mt-0.5 text-12">
      <summary className="inline-flex min-h-6 items-center text-ink-3 hover:text-ink">
        <span className="quiet-link">{label}</span>
      </summary>
      <ScrollWindow label={label} className="mt-1 max-h-80 overflow-y-auto rounded-md border bg-sunk px-3 py-2">
        <VisibleText text={text} className="font-mono text-ink" />
      </ScrollWindow>
    </details>
  )
}
