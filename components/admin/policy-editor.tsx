'use client'
import { CircleAlert } from 'lucide-react'
import { type UIEvent, useId, useRef } from 'react'
import { classes } from '../classes.ts'
import { Icon } from '../ui/icon.tsx'

export interface TextError {
  /** Both from 1. */
  line: number
  column: number
  message: string
}

export interface PolicyEditorProps {
  label: string
  value: string
  onValue: (value: string) => void
  errors: TextError[]
  readOnly?: boolean
}

const type = 'font-mono text-12 leading-[20px] whitespace-pre [tab-size:2]'

/** Offset of a line and column in a text. */
function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1)
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1
}

/** A plain text field with line numbers; errors are marked at their character and listed, and the list leads to them. */
export function PolicyEditor({ label, value, onValue, errors, readOnly = false }: PolicyEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const backdrop = useRef<HTMLPreElement>(null)
  const id = useId()
  const lines = value.split('\n').map((text, index) => ({ number: index + 1, text }))

  const scroll = (event: UIEvent<HTMLTextAreaElement>) => {
    const { scrollTop, scrollLeft } = event.currentTarget
    if (gutter.current) gutter.current.scrollTop = scrollTop
    if (backdrop.current) Object.assign(backdrop.current, { scrollTop, scrollLeft })
  }
  const goTo = (error: TextError) => {
    const at = offsetOf(value, error.line, error.column)
    field.current?.focus()
    field.current?.setSelectionRange(at, at)
    if (field.current) field.current.scrollTop = Math.max(0, (error.line - 4) * 20)
  }
  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="font-strong">
        {label}
      </label>
      <div
        className={classes(
          'grid h-[min(60dvh,520px)] grid-cols-[auto_minmax(0,1fr)] overflow-hidden rounded-md border bg-surface has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-pen',
          errors.length > 0 ? 'border-bad' : 'border-edge',
        )}
      >
        <div ref={gutter} aria-hidden className={classes(type, 'overflow-hidden border-r bg-sunk py-2 text-end text-ink-3 select-none')}>
          {lines.map(({ number }) => (
            <div
              key={number}
              className={classes('px-2.5', errors.some((error) => error.line === number) && 'bg-bad-soft font-strong text-bad')}
            >
              {number}
            </div>
          ))}
        </div>
        <div className="relative min-w-0">
          <pre
            ref={backdrop}
            aria-hidden
            className={classes(type, 'pointer-events-none absolute inset-0 overflow-hidden p-2 text-transparent')}
          >
            {lines.map(({ number, text }) => (
              <MarkedLine key={number} text={text} columns={errors.filter((error) => error.line === number).map((error) => error.column)} />
            ))}
          </pre>
          <textarea
            id={id}
            ref={field}
            value={value}
            readOnly={readOnly}
            spellCheck={false}
            wrap="off"
            autoCapitalize="off"
            autoComplete="off"
            aria-invalid={errors.length > 0 || undefined}
            aria-describedby={errors.length > 0 ? `${id}-errors` : undefined}
            onScroll={scroll}
            onChange={(event) => onValue(event.target.value)}
            className={classes(
              type,
              'thin-scroll absolute inset-0 size-full resize-none overflow-auto bg-transparent p-2 text-ink outline-none',
            )}
          />
        </div>
      </div>
      <div id={`${id}-errors`} aria-live="polite">
        {errors.map((error) => (
          <button
            key={`${error.line}:${error.column}:${error.message}`}
            type="button"
            onClick={() => goTo(error)}
            className="flex min-h-6 items-start gap-2 text-start text-bad"
          >
            <Icon of={CircleAlert} size={14} className="mt-[3.5px]" />
            <span>
              <span className="quiet-link font-mono text-12">
                line {error.line}, column {error.column}
              </span>{' '}
              {error.message}
            </span>
          </button>
        ))}
      </div>
    </div>
  )
}

function MarkedLine({ text, columns }: { text: string; columns: number[] }) {
  const column = columns[0]
  if (column === undefined) return `${text}\n`
  const at = Math.max(0, Math.min(column - 1, text.length))
  return (
    <>
      {text.slice(0, at)}
      <mark className="rounded-[2px] bg-bad-soft text-transparent outline-1 outline-bad">{text.slice(at, at + 1) || ' '}</mark>
      {text.slice(at + 1)}
      {'\n'}
    </>
  )
}
