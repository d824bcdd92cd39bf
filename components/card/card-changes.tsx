'use client'
import { ArrowRight } from 'lucide-react'
import type { CardChange } from '#lib/faces/card-data.ts'
import { classes } from '../classes.ts'
import { Icon } from '../ui/icon.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { FoldedText } from './folded-text.tsx'
import { foldKey, restFold, rowsAtOnce } from './folds.ts'

export interface CardChangesProps {
  changes: CardChange[]
  opened: ReadonlySet<string>
  onOpen: (key: string) => void
}

/** Before and after, aligned; what changes is marked. */
export function CardChanges({ changes, opened, onOpen }: CardChangesProps) {
  if (changes.length === 0) return null
  const shown = opened.has(restFold) ? changes : changes.slice(0, rowsAtOnce)
  const rest = changes.length - shown.length
  return (
    <>
      <dl className="border-t">
        {shown.map((change, index) => {
          const key = foldKey(change.path, index)
          return <ChangeRow key={key} change={change} open={!change.long || opened.has(key)} fold={key} onOpen={onOpen} />
        })}
      </dl>
      {rest > 0 && (
        <div className="border-b px-5 py-2">
          <FoldButton fold={restFold} onOpen={onOpen}>
            Show {rest.toLocaleString('en')} more changes
          </FoldButton>
        </div>
      )}
    </>
  )
}

interface FoldButtonProps {
  fold: string
  onOpen: (key: string) => void
  children: React.ReactNode
}

function FoldButton({ fold, onOpen, children }: FoldButtonProps) {
  return (
    <button
      type="button"
      data-fold={fold}
      onClick={() => onOpen(fold)}
      className="quiet-link min-h-6 text-start text-14 text-pen pointer-coarse:min-h-9"
    >
      {children}
    </button>
  )
}

function ChangeRow({ change, open, fold, onOpen }: { change: CardChange; open: boolean; fold: string; onOpen: (key: string) => void }) {
  const size = (change.before?.length ?? 0) + (change.after?.length ?? 0)
  const both = change.kind === 'change' && change.before !== null
  return (
    <div
      className={classes(
        'grid items-baseline gap-x-2 border-b px-5 py-2',
        both && !(change.long && open)
          ? 'grid-cols-[fit-content(50%)_16px_minmax(0,1fr)] @min-[300px]:grid-cols-[92px_minmax(0,1fr)_16px_minmax(0,1.4fr)] @md:grid-cols-[140px_minmax(0,1fr)_16px_minmax(0,1.4fr)]'
          : 'grid-cols-1 @min-[300px]:grid-cols-[92px_minmax(0,1fr)] @md:grid-cols-[140px_minmax(0,1fr)]',
      )}
    >
      <dt className="pr-1 text-ink-3 @max-[300px]:col-span-full">
        <VisibleText text={change.label} />
      </dt>
      {both ? <Both change={change} open={open} /> : <One change={change} open={open} />}
      {change.long && !open && (
        <dd className="col-start-2 @max-[300px]:col-start-1 @max-[300px]:col-span-full">
          <FoldButton fold={fold} onOpen={onOpen}>
            Show all of it ({size.toLocaleString('en')} characters)
          </FoldButton>
        </dd>
      )}
    </div>
  )
}

const from = <span className="sr-only">from </span>
const marked = 'rounded-sm bg-mark px-1 py-px -mx-1 font-strong box-decoration-clone'

function Both({ change, open }: { change: CardChange; open: boolean }) {
  const before = change.before ?? ''
  const after = change.after ?? ''
  if (change.long && open) {
    return (
      <dd className="grid gap-2">
        <div className="text-12 text-ink-3">before</div>
        <FoldedText text={before} label={`${change.label}, before`} open className="text-ink-2" />
        <div className="text-12 text-ink-3">after</div>
        <FoldedText text={after} label={`${change.label}, after`} open />
      </dd>
    )
  }
  return (
    <>
      <dd className="text-ink-2">
        {from}
        <FoldedText text={before} label={change.label} open={!change.long} />
      </dd>
      <dd aria-hidden className="text-ink-3">
        <Icon of={ArrowRight} size={14} className="relative top-0.5 rtl:-scale-x-100" />
      </dd>
      <dd className="pl-1">
        <span className="sr-only">to </span>
        <mark className={marked}>
          {change.after === null ? 'nothing' : <FoldedText text={after} label={change.label} open={!change.long} />}
        </mark>
      </dd>
    </>
  )
}

function One({ change, open }: { change: CardChange; open: boolean }) {
  if (change.kind === 'removed') {
    return (
      <dd>
        <del className="text-ink-2">
          <FoldedText text={change.before ?? ''} label={change.label} open={open} />
        </del>
        <span className="ml-2 text-12 text-ink-3">removed</span>
      </dd>
    )
  }
  if (change.after === null || change.after === '') return <dd className="text-ink-3">{change.after === null ? 'nothing' : 'empty'}</dd>
  return (
    <dd>
      <FoldedText text={change.after} label={change.label} open={open} />
    </dd>
  )
}
