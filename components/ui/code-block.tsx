import { classes } from '../classes.ts'
import { CopyButton } from './copy-button.tsx'
import { ScrollWindow } from './scroll-window.tsx'
import { VisibleText } from './visible-text.tsx'

export interface CodeBlockProps {
  text: string
  /** What it is: read out and shown above. */
  label?: string
  copy?: boolean
  className?: string
}

/** Text as a machine wrote it; scrolls in itself, never the page. */
export function CodeBlock({ text, label, copy = true, className }: CodeBlockProps) {
  return (
    <figure className={classes('group relative min-w-0 rounded-md border bg-sunk', className)}>
      {label && <figcaption className="border-b px-3 py-1 text-12 text-ink-3">{label}</figcaption>}
      <ScrollWindow label={label ?? 'Text'} className="max-h-96 overflow-auto rounded-md">
        <pre className="px-3 py-2 font-mono text-12">
          <VisibleText text={text} className="whitespace-pre! [overflow-wrap:normal]!" />
        </pre>
      </ScrollWindow>
      {copy && (
        <span className="absolute top-0.5 right-0.5">
          <CopyButton text={text} label={label ? `Copy ${label.toLowerCase()}` : 'Copy'} />
        </span>
      )}
    </figure>
  )
}
