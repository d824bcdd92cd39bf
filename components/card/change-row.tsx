'use client'
import { ArrowRight } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import type { CardChange } from '#lib/faces/card-data.ts'
import { classes } from '../classes.ts'
import type { TextMark } from '../text-marks.ts'
import { Icon } from '../ui/icon.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { type WordDiff, wordDiff } from '../word-diff.ts'
import { FoldedText } from './folded-text.tsx'
import { FromOutside } from './from-outside.tsx'

export interface ChangeRowProps {
  change: CardChange
  open: boolean
  /** Takes the focus when it is unfolded. */
  unfolded: string
  /** The button that opens it, while it is closed. */
  button: ReactNode
}

/** One row of "before and after". */
export function ChangeRow({ change, open, unfolded, button }: ChangeRowProps) {
  const both = change.kind === 'change' && change.before !== null
  return (
    <div
      tabIndex={-1}
      data-unfolded={unfolded}
      className={classes(
        'grid items-baseline gap-x-2 border-b px-5 py-2 outline-none focus-visible:bg-hover',
        both && !(change.long && open)
          ? 'grid-cols-[fit-content(50%)_16px_minmax(0,1fr)] @min-[300px]:grid-cols-[92px_minmax(0,1fr)_16px_minmax(0,1.4fr)] @md:grid-cols-[140px_minmax(0,1fr)_16px_minmax(0,1.4fr)]'
          : 'grid-cols-1 @min-[300px]:grid-cols-[92px_minmax(0,1fr)] @md:grid-cols-[140px_minmax(0,1fr)]',
      )}
    >
      <dt className="pr-1 text-ink-3 @max-[300px]:col-span-full">
        <VisibleText text={change.label} />
      </dt>
      {both ? <Both change={change} open={open} /> : <One change={change} open={open} />}
      {!open && <dd className="col-start-2 @max-[300px]:col-span-full @max-[300px]:col-start-1">{button}</dd>}
    </div>
  )
}

const from = <span className="sr-only">from </span>
const marked = 'rounded-sm bg-mark px-1 py-px -mx-1 font-strong box-decoration-clone'
/** A shorter value is marked whole. */
const leastToCompare = 60
/** Where more of it than this is new, the words that stayed say nothing. */
const mostNew = 0.7

/** What differs inside two long texts; null where the whole value is what differs. */
function useWords(change: CardChange): WordDiff | null {
  const { before, after } = change
  return useMemo(() => {
    if (before === null || after === null || Math.max(before.length, after.length) < leastToCompare) return null
    const diff = wordDiff(before, after)
    const covered = (marks: TextMark[]) => marks.reduce((sum, mark) => sum + mark.to - mark.from, 0)
    const all = Math.max(1, before.length + after.length)
    return (covered(diff.removed) + covered(diff.added)) / all > mostNew ? null : diff
  }, [before, after])
}

function Both({ change, open }: { change: CardChange; open: boolean }) {
  const before = change.before ?? ''
  const after = change.after ?? ''
  const words = useWords(change)
  if (change.long && open) {
    return (
      <dd className="grid gap-2">
        <div className="text-12 text-ink-3">before</div>
        <FoldedText text={before} label={`${change.label}, before`} open className="text-ink-2" marks={words?.removed} marked="removed" />
        <div className="text-12 text-ink-3">after</div>
        <FoldedText text={after} label={`${change.label}, after`} open marks={words?.added} />
        {change.outside && <FromOutside title={change.outside} />}
      </dd>
    )
  }
  const shown = !change.long
  return (
    <>
      <dd className="text-ink-2">
        {from}
        <FoldedText text={before} label={change.label} open={shown} marks={shown ? words?.removed : undefined} marked="removed" />
      </dd>
      <dd aria-hidden className="text-ink-3">
        <Icon of={ArrowRight} size={14} className="relative top-0.5 rtl:-scale-x-100" />
      </dd>
      <dd className="pl-1">
        <span className="sr-only">to </span>
        {words !== null && shown ? (
          <FoldedText text={after} label={change.label} open marks={words.added} />
        ) : (
          <mark className={marked}>
            <FoldedText text={after} label={change.label} open={shown} />
          </mark>
        )}
        {change.outside && <FromOutside title={change.outside} />}
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
      {change.outside && <FromOutside title={change.outside} />}
    </dd>
  )
}
