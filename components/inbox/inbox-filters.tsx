'use client'
import { SlidersHorizontal } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useCardKeys } from '../card/use-card-keys.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Input, Select } from '../ui/input.tsx'

export interface FilterChoice {
  value: string
  label: string
}

export interface InboxFiltersProps {
  query: string
  sort: FilterChoice & { choices: FilterChoice[] }
  /** Each with its choices; the first of them is "any". */
  fields: { name: string; label: string; value: string; choices: FilterChoice[] }[]
  /** How many stand, the words aside. */
  set: number
  onChange: (changed: Record<string, string>) => void
  onClear: () => void
}

/** Words, order and filters above the list. "/" goes to the words. */
export function InboxFilters({ query, sort, fields, set, onChange, onClear }: InboxFiltersProps) {
  const [open, setOpen] = useState(set > 0)
  const words = useRef<HTMLInputElement>(null)
  const panel = useId()
  useCardKeys(true, { '/': () => words.current?.focus() })
  return (
    <search className="grid gap-2 border-b px-5 py-2.5">
      <form
        key={query}
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          onChange({ query: words.current?.value.trim() ?? '' })
        }}
      >
        <Input
          ref={words}
          type="search"
          name="query"
          aria-label="Words"
          placeholder="Words"
          maxLength={200}
          defaultValue={query}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
        <Button aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
          <Icon of={SlidersHorizontal} />
          <span className={set === 0 ? 'sr-only' : ''}>
            <span className="sr-only">Filters, set: </span>
            {set}
          </span>
        </Button>
      </form>
      <div id={panel} hidden={!open} className="grid grid-cols-2 gap-2">
        {[{ name: 'sort', ...sort, label: 'Order', value: sort.value }, ...fields].map(({ name, label, value, choices }) => (
          <div key={name} className="grid min-w-0 gap-0.5">
            <label htmlFor={`${panel}-${name}`} className="text-12 text-ink-2">
              {label}
            </label>
            <Select id={`${panel}-${name}`} value={value} onChange={(event) => onChange({ [name]: event.target.value })}>
              {choices.map((choice) => (
                <option key={choice.value} value={choice.value}>
                  {choice.label}
                </option>
              ))}
            </Select>
          </div>
        ))}
        {(set > 0 || query !== '') && (
          <Button look="bare" size="small" className="justify-self-start" onClick={onClear}>
            Take all filters away
          </Button>
        )}
      </div>
    </search>
  )
}
