'use client'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useCardKeys } from '../card/use-card-keys.ts'
import { classes } from '../classes.ts'
import { Button } from '../ui/button.tsx'
import { InboxListRow, type InboxRow } from './inbox-row.tsx'
import { useOpening } from './opening.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useLeavingRows } from './use-leaving-rows.ts'

export interface InboxListProps {
  /** What the rows are. */
  label: string
  rows: InboxRow[]
  current: string | null
  /** How to get the rows behind these. */
  more?: { label: string; onMore: () => void; busy: boolean } | null
  /** Shows the chosen ones together. */
  onTogether: (ids: string[]) => void
  /** So many at most. */
  togetherAtMost: number
}

/** List and card stand side by side from this width on: then going to a row opens it. */
const sideBySide = '(min-width: 768px)'

/** x with shift. */
const rangeKey = 'X'

/** What waits. j and k, or the arrow keys on the list, go from row to row; x chooses one, shift with it all up to here. */
export function InboxList({ label, rows, current, more, onTogether, togetherAtMost }: InboxListProps) {
  const list = useRef<HTMLUListElement>(null)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [said, setSaid] = useState('')
  const shown = useLeavingRows(rows)
  const opening = useOpening()
  const marked = opening === null ? current : opening.marked
  const choosable = new Set(rows.filter(({ selectable }) => selectable).map(({ id }) => id))
  const selected = chosen.filter((id) => choosable.has(id))
  const place = useLastPlace(rows, current)

  const here = () => {
    const focused = list.current?.contains(document.activeElement) ? document.activeElement?.getAttribute('data-row') : null
    return focused ?? current
  }
  const toggle = (id: string, range: boolean) => {
    const next = toggled(rows, selected, id, range).filter((one) => choosable.has(one))
    setChosen(next.slice(0, togetherAtMost))
    const word = next.length > togetherAtMost ? `No more than ${togetherAtMost} at once.` : next.includes(id) ? 'Chosen.' : 'Not chosen.'
    setSaid(`${word} ${Math.min(next.length, togetherAtMost)} in all.`)
  }
  const go = (step: 1 | -1) => {
    const at = rows.findIndex(({ id }) => id === here())
    // The one that one stood on has gone: what took its place is the next.
    const to = at >= 0 ? at + step : step === 1 ? place : place - 1
    if (to >= rows.length && more) return more.onMore()
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))]
    const link = row && list.current?.querySelector<HTMLAnchorElement>(`[data-row="${row.id}"]`)
    if (!row || !link) return
    link.focus()
    setSaid(`${rows.indexOf(row) + 1} of ${rows.length}${selected.includes(row.id) ? ', chosen' : ''}`)
    if (window.matchMedia(sideBySide).matches) link.click()
  }
  const choose = (range: boolean) => {
    const id = here()
    if (id !== null && choosable.has(id)) toggle(id, range)
  }
  const keys = { j: () => go(1), k: () => go(-1), x: () => choose(false), [rangeKey]: () => choose(true) }
  useCardKeys(true, keys)
  const arrows = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    go(event.key === 'ArrowDown' ? 1 : -1)
  }
  return (
    <>
      <ul ref={list} aria-label={label} onKeyDown={arrows}>
        {shown.map(({ row, leaving }) => (
          <li
            key={row.id}
            inert={leaving}
            className={classes(
              'grid transition-[grid-template-rows,opacity] duration-150 starting:opacity-0',
              leaving ? 'grid-rows-[0fr] opacity-0' : 'grid-rows-[1fr]',
            )}
          >
            <div className="min-h-0 overflow-clip">
              <InboxListRow
                row={row}
                current={row.id === marked}
                selected={selected.includes(row.id)}
                leaving={leaving}
                onToggle={toggle}
                onOpen={opening?.open}
              />
            </div>
          </li>
        ))}
      </ul>
      {more && (
        <div className="px-5 py-3">
          <Button look="bare" busy={more.busy} onClick={more.onMore}>
            {more.label}
          </Button>
        </div>
      )}
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      {selected.length > 0 && (
        <SelectionBar count={selected.length} onTogether={() => onTogether([...selected])} onClear={() => setChosen([])} />
      )}
    </>
  )
}

/** Where the current row stands, or stood when it was last here. */
function useLastPlace(rows: InboxRow[], current: string | null): number {
  const place = useRef(0)
  const at = rows.findIndex(({ id }) => id === current)
  if (at >= 0) place.current = at
  return place.current
}

/** With `range`: everything from the one that was chosen last to this one. */
function toggled(rows: InboxRow[], chosen: readonly string[], id: string, range: boolean): string[] {
  const last = chosen.at(-1)
  if (range && last !== undefined) {
    const [from, to] = [last, id].map((one) => rows.findIndex((row) => row.id === one)).toSorted((a, b) => a - b) as [number, number]
    return [...new Set([...chosen, ...rows.slice(from, to + 1).map((row) => row.id)])]
  }
  return chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]
}
