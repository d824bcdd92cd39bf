import { ArrowRight } from 'lucide-react'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { Difference, DifferenceLine } from './policy-difference.ts'

const tones: Record<Difference['kind'], Tone> = { added: 'done', removed: 'bad', changed: 'pen' }

/** What is different between two policies, to be read. */
export function DifferenceList({ differences, label }: { differences: readonly Difference[]; label: string }) {
  return (
    <ul aria-label={label} className="grid grid-cols-[minmax(0,1fr)] border-t">
      {differences.map(({ of, kind, name, lines }) => (
        <li key={`${of} ${kind} ${name}`} className="grid grid-cols-[minmax(0,1fr)] gap-1.5 border-b py-2.5">
          <p className="flex min-w-0 flex-wrap items-center gap-2">
            <Badge tone={tones[kind]}>{of === 'order' ? 'moved' : `${of} ${kind}`}</Badge>
            <VisibleText text={name} className="min-w-0 font-strong" />
          </p>
          <dl className="grid grid-cols-[minmax(0,1fr)] gap-1">
            {lines.map((line) => (
              <Line key={line.label} line={line} kind={kind} />
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}

function Line({ line: { label, before, after }, kind }: { line: DifferenceLine; kind: Difference['kind'] }) {
  return (
    <div className="grid gap-x-3 sm:grid-cols-[128px_minmax(0,1fr)]">
      <dt className="text-12 leading-[21px] text-ink-3">{label}</dt>
      <dd className="flex min-w-0 flex-wrap items-center gap-x-2">
        {kind === 'changed' && (
          <>
            <Side text={before} className="text-ink-3 line-through" />
            <Icon of={ArrowRight} size={13} className="text-ink-3" />
            <span className="sr-only">becomes</span>
          </>
        )}
        {kind === 'removed' ? (
          <Side text={before} className="text-ink-3" />
        ) : (
          <Side text={after} className={kind === 'changed' ? 'rounded-sm bg-mark px-1' : ''} />
        )}
      </dd>
    </div>
  )
}

function Side({ text, className }: { text: string | null; className: string }) {
  if (text === null) return <span className="text-ink-3">nothing</span>
  return <VisibleText text={text} className={`min-w-0 [overflow-wrap:anywhere] ${className}`} />
}
