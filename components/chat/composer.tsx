'use client'
import { ArrowUp, Square } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { useTypedBefore } from '../use-typed-before.ts'

export interface ComposerProps {
  onSend: (text: string) => void
  /** Given while an answer is under way: the button stops it. */
  onStop?: (() => void) | undefined
  streaming?: boolean
  /** Nothing can be sent now; `hint` says why. */
  disabled?: boolean
  /** One line under the field. */
  hint?: string | null
  placeholder?: string
  autoFocus?: boolean
}

/** Enter sends, Shift-Enter begins a new line. What is typed while an answer is under way is kept. */
export function Composer({
  onSend,
  onStop,
  streaming = false,
  disabled = false,
  hint = null,
  placeholder,
  autoFocus = false,
}: ComposerProps) {
  const [text, setText] = useState('')
  const field = useTypedBefore<HTMLTextAreaElement>(({ value }) => setText(value))
  const id = useId()
  const sendable = text.trim() !== '' && !disabled && !streaming

  useEffect(() => {
    if (autoFocus && matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true })
  }, [autoFocus, field])

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (!sendable) return
    onSend(text.trim())
    setText('')
  }
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  return (
    <form onSubmit={submit}>
      <div className="flex items-end gap-2 rounded-xl border border-line-2 bg-surface py-2 pr-2 pl-3.5 shadow-float has-[textarea:focus-visible]:border-pen has-[textarea:focus-visible]:outline-1 has-[textarea:focus-visible]:outline-pen">
        <label htmlFor={id} className="sr-only">
          Message
        </label>
        <textarea
          id={id}
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          disabled={disabled}
          maxLength={20_000}
          placeholder={placeholder ?? 'Ask, or say what should happen'}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={key}
          className="thin-scroll field-sizing-content max-h-[40dvh] min-h-8 min-w-0 flex-1 resize-none bg-transparent py-[5px] pointer-coarse:min-h-11 pointer-coarse:py-[11px] text-15 outline-none disabled:text-ink-3"
        />
        {streaming && onStop ? (
          <button
            type="button"
            aria-label="Stop"
            title="Stop"
            onClick={onStop}
            className="grid size-8 shrink-0 place-items-center rounded-md border border-line-2 text-ink hover:bg-sunk pointer-coarse:size-11"
          >
            <Icon of={Square} size={12} className="fill-current" />
          </button>
        ) : (
          <button
            type="submit"
            aria-label="Send"
            title="Send (Enter)"
            disabled={!sendable}
            className="grid size-8 shrink-0 place-items-center rounded-md bg-pen text-on-pen transition-colors enabled:hover:bg-pen-deep disabled:bg-sunk disabled:text-ink-3 pointer-coarse:size-11"
          >
            <Icon of={ArrowUp} />
          </button>
        )}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="px-3.5 pt-1.5 text-12 text-ink-3">
          {hint}
        </p>
      )}
    </form>
  )
}
