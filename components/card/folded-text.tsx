'use client'
import { classes } from '../classes.ts'
import type { TextMark } from '../text-marks.ts'
import { ScrollWindow } from '../ui/scroll-window.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

const firstCharacters = 220
const firstLines = 4
/** A longer text than this scrolls in a window of its own once it is open. */
const windowFrom = 3000

const none: readonly TextMark[] = []

function beginning(text: string): string {
  const lines = text.split('\n', firstLines).join('\n')
  return [...lines.slice(0, firstCharacters * 2)].slice(0, firstCharacters).join('').trimEnd()
}

export interface FoldedTextProps {
  text: string
  /** What the text is, for the window that scrolls. */
  label: string
  open: boolean
  className?: string
  /** Stretches that differ, shown once it is open. */
  marks?: readonly TextMark[] | undefined
  marked?: 'added' | 'removed'
}

/** The beginning of a long text, or all of it. */
export function FoldedText({ text, label, open, className, marks = none, marked = 'added' }: FoldedTextProps) {
  if (!open) {
    return (
      <span className={className}>
        <VisibleText text={beginning(text)} />…
      </span>
    )
  }
  if (text.length < windowFrom) return <VisibleText text={text} className={className} marks={marks} marked={marked} />
  return (
    <ScrollWindow
      label={label}
      className={classes('block max-h-[50vh] overflow-y-auto rounded-md border bg-sunk px-2.5 py-1.5', className)}
    >
      <VisibleText text={text} marks={marks} marked={marked} />
    </ScrollWindow>
  )
}
