'use client'
import { CornerDownLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'

export interface EmptyChatProps {
  /** Sentences that do something real here. */
  sentences: string[]
  onPick: (sentence: string) => void
  /** Under the sentences, for whoever is new here. */
  note?: ReactNode
}

/** A conversation that has not begun: what it is for, and sentences to press. */
export function EmptyChat({ sentences, onPick, note }: EmptyChatProps) {
  return (
    <div className="my-auto grid gap-5 py-6">
      <div className="grid gap-1.5">
        <h2 className="text-balance font-strong text-24 tracking-[-.02em]">What should happen?</h2>
        <p className="max-w-[520px] text-ink-2">
          Say it as you would to a colleague. Before anything is changed that matters, you see what, and someone signs it.
        </p>
      </div>
      {sentences.length > 0 && (
        <ul className="overflow-hidden rounded-lg border border-line-2 bg-surface">
          {sentences.map((sentence) => (
            <li key={sentence} className="border-b last:border-b-0">
              <button
                type="button"
                onClick={() => onPick(sentence)}
                className="group flex min-h-11 w-full items-center gap-3 px-4 py-2.5 text-start transition-colors hover:bg-hover focus-visible:-outline-offset-2"
              >
                <span className="min-w-0 flex-1">{sentence}</span>
                <Icon
                  of={CornerDownLeft}
                  size={14}
                  className="text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
                />
              </button>
            </li>
          ))}
        </ul>
      )}
      {note}
    </div>
  )
}
