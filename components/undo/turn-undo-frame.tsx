import { Undo2 } from 'lucide-react'
import Link from 'next/link'
import type { TurnUndoView } from '#lib/faces/card-data.ts'
import { links } from '../links.ts'
import { Icon } from '../ui/icon.tsx'
import { StatusChip } from '../ui/status-chip.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

export interface TurnUndoFrameProps {
  undo: TurnUndoView
  /** With a link to the page that tells it whole. */
  story?: boolean
}

/** All that a turn did and that is taken back, as one thing: how far it is, and each step with its state. */
export function TurnUndoFrame({ undo, story = false }: TurnUndoFrameProps) {
  return (
    <section
      aria-label="Undo of several actions"
      className="w-full max-w-[640px] overflow-hidden rounded-lg border border-line-2 bg-surface"
    >
      <header className="flex items-start gap-2 px-5 py-3">
        <Icon of={Undo2} className="mt-[2.5px] text-ink-3" />
        <p className="min-w-0 flex-1 font-strong" aria-live="polite">
          <VisibleText text={undo.sentence} />
        </p>
        {story && (
          <Link href={links.turnUndo(undo.turnId)} className="quiet-link mt-[2.5px] shrink-0 text-12 text-ink-2">
            story
          </Link>
        )}
      </header>
      <ol>
        {undo.steps.map((step) => (
          <li key={step.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t px-5 py-2">
            <Link href={links.action(step.id)} className="quiet-link min-w-0 flex-1 basis-48">
              <VisibleText text={step.sentence} />
            </Link>
            <StatusChip
              status={step.status}
              {...(step.status === 'awaiting_approval' ? { word: step.mayDecide ? 'waits for you' : 'waits for approval' } : {})}
            />
          </li>
        ))}
      </ol>
    </section>
  )
}
