'use client'
import type { CardChange } from '#lib/faces/card-data.ts'
import { ChangeRow } from './change-row.tsx'
import { foldKey, restFold, rowsAtOnce } from './folds.ts'

export interface CardChangesProps {
  changes: CardChange[]
  opened: ReadonlySet<string>
  onOpen: (key: string) => void
}

/** Before and after, aligned, what changes marked; then what goes out besides. */
export function CardChanges({ changes, opened, onOpen }: CardChangesProps) {
  if (changes.length === 0) return null
  const shown = opened.has(restFold) ? changes : changes.slice(0, rowsAtOnce)
  const rest = changes.length - shown.length
  const sentFrom = shown.findIndex(({ kind }) => kind === 'sent')
  const named = sentFrom < 0 ? shown : shown.slice(0, sentFrom)
  const rows = (part: CardChange[], from: number) =>
    part.map((change, offset) => {
      const index = from + offset
      const key = foldKey(change.path, index)
      const open = !change.long || opened.has(key)
      const size = (change.before?.length ?? 0) + (change.after?.length ?? 0)
      return (
        <ChangeRow
          key={key}
          change={change}
          open={open}
          unfolded={index === rowsAtOnce ? restFold : key}
          button={
            <FoldButton fold={key} onOpen={onOpen}>
              Show all of it ({size.toLocaleString('en')} characters)
            </FoldButton>
          }
        />
      )
    })
  return (
    <>
      {named.length > 0 && <dl className="border-t">{rows(named, 0)}</dl>}
      {sentFrom >= 0 && (
        <>
          <p className={named.length === 0 ? 'border-t px-5 pt-2 text-12 text-ink-3' : 'px-5 pt-2 text-12 text-ink-3'}>
            {named.length === 0 ? 'What is sent' : 'Also sent'}
          </p>
          <dl>{rows(shown.slice(sentFrom), sentFrom)}</dl>
        </>
      )}
      {rest > 0 && (
        <div className="border-b px-5 py-2">
          <FoldButton fold={restFold} onOpen={onOpen}>
            Show {rest.toLocaleString('en')} more {rest === 1 ? 'row' : 'rows'}
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
