'use client'
import { CircleAlert } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { classes } from '../classes.ts'
import { Icon } from '../ui/icon.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { PolicyCode } from './policy-code.ts'
import type { PolicyWords } from './policy-words.ts'

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
  /** What can be offered while one writes. */
  words?: PolicyWords
  /** Where the cursor is put, from 0. */
  startAt?: number
}

const noWords: PolicyWords = { facts: [], operations: [], shape: {} }

/** Offset of a line and column in a text. */
function offsetOf(text: string, { line, column }: TextError): number {
  const before = text.split('\n').slice(0, line - 1)
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1
}

/** The policy's text, with its words at hand; errors are marked at their character and listed, and the list leads to them. */
export function PolicyEditor({ label, value, onValue, errors, readOnly = false, words = noWords, startAt }: PolicyEditorProps) {
  const id = useId()
  const { place, code, failed } = usePolicyCode({ label, value, onValue, errors, readOnly, words, startAt, errorsId: `${id}-errors` })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-strong">{label}</span>
        {!readOnly && <span className="text-12 text-ink-3">Ctrl-Space offers what can stand here; Tab leaves the text</span>}
      </div>
      {failed ? (
        <ErrorNotice title="The editor could not be loaded.">Reload the page; nothing was changed.</ErrorNotice>
      ) : (
        <div
          className={classes(
            'relative h-[min(60dvh,520px)] overflow-hidden rounded-md border bg-surface has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-pen',
            errors.length > 0 ? 'border-bad' : 'border-edge',
          )}
        >
          <div ref={place} className="h-full" />
          {code === null && <Loading />}
        </div>
      )}
      <div id={`${id}-errors`} aria-live="polite">
        {errors.map((error) => (
          <button
            key={`${error.line}:${error.column}:${error.message}`}
            type="button"
            onClick={() => code?.goTo(offsetOf(value, error))}
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

type Shown = Required<Pick<PolicyEditorProps, 'label' | 'value' | 'onValue' | 'errors' | 'readOnly' | 'words'>> & {
  startAt: number | undefined
  errorsId: string
}

/** CodeMirror in its place, told of every change; it is large, so it comes when it is needed. */
function usePolicyCode({ label, value, onValue, errors, readOnly, words, startAt, errorsId }: Shown) {
  const place = useRef<HTMLDivElement>(null)
  const [code, setCode] = useState<PolicyCode | null>(null)
  const [failed, setFailed] = useState(false)
  const latest = useRef({ value, onValue, words })
  useEffect(() => {
    latest.current = { value, onValue, words }
  })
  useEffect(() => {
    let made: PolicyCode | null = null
    let gone = false
    import('./policy-code.ts').then(
      ({ createPolicyCode }) => {
        if (gone || place.current === null) return
        const shown = { ...latest.current, onValue: (next: string) => latest.current.onValue(next) }
        made = createPolicyCode({ ...shown, parent: place.current, label, readOnly })
        setCode(made)
      },
      () => setFailed(true),
    )
    return () => {
      gone = true
      made?.destroy()
      setCode(null)
    }
  }, [label, readOnly])
  useEffect(() => code?.setValue(value), [code, value])
  useEffect(() => code?.setWords(words), [code, words])
  useEffect(() => {
    if (startAt !== undefined) code?.goTo(startAt)
  }, [code, startAt])
  useEffect(() => {
    code?.setErrors(errors.map((error) => ({ at: offsetOf(latest.current.value, error), message: error.message })))
    code?.setDescription(errors.length > 0 ? errorsId : null)
  }, [code, errors, errorsId])
  return { place, code, failed }
}

function Loading() {
  return (
    <div role="status" className="absolute inset-0 grid content-start gap-2 bg-surface p-4">
      <span className="sr-only">Loading the editor</span>
      {['w-1/4', 'w-2/3', 'w-1/2', 'w-3/5', 'w-1/3', 'w-1/2'].map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change.
        <Skeleton key={index} className={width} />
      ))}
    </div>
  )
}
