'use client'
import { useId, useState } from 'react'
import { type Draft, type DraftError, draftText } from '../form-draft.ts'
import type { FormField, FormNode } from '../form-from-schema.ts'
import { describedBy, Field } from '../ui/field.tsx'
import { Checkbox, Input, Select, Textarea } from '../ui/input.tsx'
import { visibleString } from '../visible-text.ts'
import { FormerValue } from './former-value.tsx'

export interface SchemaFormProps {
  node: FormNode
  draft: Draft
  /** What stood in it at first: a field that differs from it is marked. Left out: nothing did. */
  former?: Draft | undefined
  errors: DraftError[]
  onDraft: (draft: Draft) => void
}

/** The fields of a form that was made from a schema. Holds nothing: the draft comes in, each change goes out. */
export function SchemaForm({ node, ...part }: SchemaFormProps) {
  if (node.kind === 'group') return <Group node={node} {...part} path="" />
  const field: FormField = { name: '', label: 'Input', help: null, required: true, node }
  return <One field={field} {...part} path="" />
}

type Part = Omit<SchemaFormProps, 'node'> & { path: string }

function Group({ node, draft, former, errors, path, onDraft }: Part & { node: Extract<FormNode, { kind: 'group' }> }) {
  const members = typeof draft === 'object' ? draft : {}
  const formerly = typeof former === 'object' ? former : {}
  return (
    <div className="grid gap-4">
      {node.fields.map((field) => (
        <One
          key={field.name}
          field={field}
          draft={members[field.name] ?? ''}
          former={formerly[field.name]}
          errors={errors}
          path={path === '' ? field.name : `${path}.${field.name}`}
          onDraft={(value) => onDraft({ ...members, [field.name]: value })}
        />
      ))}
    </div>
  )
}

function One({ field, draft, former, errors, path, onDraft }: Part & { field: FormField }) {
  const id = useId()
  const { node } = field
  const error = errors.find((candidate) => candidate.path === path)?.message ?? null
  const help = field.help ?? undefined
  if (node.kind === 'group') {
    return (
      <fieldset className="min-w-0 border-s-2 ps-4">
        <legend className="mb-2 font-strong">{field.label}</legend>
        <Group node={node} draft={draft} former={former} errors={errors} path={path} onDraft={onDraft} />
      </fieldset>
    )
  }
  const changed = former !== undefined && JSON.stringify(draft) !== JSON.stringify(former)
  const beside = changed ? <FormerValue text={draftText(node, former)} now={draftText(node, draft)} /> : undefined
  if (node.kind === 'boolean') {
    const described = describedBy(id, { beside })
    return (
      <div className="flex flex-wrap items-center gap-x-2">
        <Checkbox
          label={field.label}
          checked={draft === true}
          aria-describedby={described}
          onChange={(event) => onDraft(event.target.checked)}
        />
        {beside && <div id={described}>{beside}</div>}
      </div>
    )
  }
  const shared = { id, 'aria-invalid': error !== null || undefined, 'aria-describedby': describedBy(id, { beside, help, error }) }
  return (
    <Field id={id} label={field.label} help={help} error={error} optional={!field.required} beside={beside}>
      <Control node={node} required={field.required} draft={draft} shared={shared} onDraft={onDraft} />
    </Field>
  )
}

interface ControlProps {
  node: Exclude<FormNode, { kind: 'group' | 'boolean' }>
  required: boolean
  draft: Draft
  shared: { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined }
  onDraft: (draft: Draft) => void
}

interface TextControlProps extends Pick<ControlProps, 'shared'> {
  node: Extract<FormNode, { kind: 'text' }>
  value: string
  onChange: (event: { target: { value: string } }) => void
}

/** One line where the schema says so, or where what it held at first is a number or a name without a space; else room to write. */
function TextControl({ node, shared, value, onChange }: TextControlProps) {
  const [oneWord] = useState(/^\S{1,60}$/.test(value))
  return node.multiline && !oneWord ? (
    <Textarea {...shared} dir="auto" value={value} onChange={onChange} />
  ) : (
    <Input {...shared} dir="auto" type={node.email ? 'email' : 'text'} value={value} onChange={onChange} />
  )
}

function Control({ node, required, draft, shared, onDraft }: ControlProps) {
  const text = typeof draft === 'string' ? draft : ''
  const change = (event: { target: { value: string } }) => onDraft(event.target.value)
  switch (node.kind) {
    case 'text':
      return <TextControl node={node} shared={shared} value={text} onChange={change} />
    case 'number':
      return <Input {...shared} inputMode="decimal" className="font-mono" value={text} onChange={change} />
    case 'date':
      // A date-time is kept as the text it is: a browser's own field would drop its zone.
      return <Input {...shared} type={node.time ? 'text' : 'date'} value={text} onChange={change} />
    case 'choice':
      return (
        <Select {...shared} value={text} onChange={change}>
          {(!required || text === '') && <option value="">—</option>}
          {node.options.map((option, index) => (
            <option key={option.text} value={String(index)}>
              {visibleString(option.text)}
            </option>
          ))}
        </Select>
      )
    case 'json':
      return <Textarea {...shared} spellCheck={false} className="font-mono text-12" value={text} onChange={change} />
    case 'money': {
      const money = typeof draft === 'object' ? draft : {}
      const amount = typeof money.amount === 'string' ? money.amount : ''
      const currency = typeof money.currency === 'string' ? money.currency : ''
      const put = (part: Draft) => onDraft({ ...money, ...(part as object) })
      return (
        <div className="grid grid-cols-[minmax(0,1fr)_96px] gap-2">
          <Input
            {...shared}
            inputMode="decimal"
            className="font-mono"
            value={amount}
            onChange={(event) => put({ amount: event.target.value })}
          />
          {node.currencies ? (
            <Select aria-label="Currency" value={currency} onChange={(event) => put({ currency: event.target.value })}>
              {node.currencies.map((code) => (
                <option key={code}>{code}</option>
              ))}
            </Select>
          ) : (
            <Input
              aria-label="Currency"
              maxLength={3}
              className="font-mono uppercase"
              value={currency}
              onChange={(event) => put({ currency: event.target.value.toUpperCase() })}
            />
          )}
        </div>
      )
    }
  }
}
