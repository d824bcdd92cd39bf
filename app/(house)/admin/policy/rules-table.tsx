'use client'

import { Ellipsis } from 'lucide-react'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import { Button, IconButton } from '#components/ui/button.tsx'
import { type Column, DataTable } from '#components/ui/data-table.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { PolicyRule } from '#lib/policy/rule.ts'
import type { VerdictKind } from '#lib/policy/verdict-kind.ts'
import { moved } from './draft.ts'
import { conditionWords, grantWords, timeWords, verdictWords, whoWords } from './rule-words.ts'

const tones: Record<VerdictKind, Tone> = { allow: 'done', require_approval: 'pen', deny: 'bad' }

interface RulesTableProps {
  rules: readonly PolicyRule[]
  /** What amounts are in. */
  currency: string
  /** Nothing: the rules are only read. */
  edit?: {
    onEdit: (index: number) => void
    onText: (index: number) => void
    onRules: (rules: PolicyRule[]) => void
  }
}

interface Row {
  rule: PolicyRule
  index: number
}

/** The rules in their order, in words where words can say them. */
export function RulesTable({ rules, currency, edit }: RulesTableProps) {
  const columns: Column<Row>[] = [
    { key: 'name', head: 'Rule', cell: ({ rule }) => <NameAndReason rule={rule} /> },
    { key: 'operations', head: 'Operations', cell: ({ rule }) => <Code text={rule.operations.join(', ')} /> },
    { key: 'condition', head: 'When', cell: ({ rule }) => <When condition={rule.condition ?? null} currency={currency} /> },
    { key: 'verdict', head: 'Verdict', width: 'w-32', cell: ({ rule }) => <VerdictOf rule={rule} /> },
    { key: 'who', head: 'Who must agree', cell: ({ rule }) => <Who rule={rule} currency={currency} /> },
  ]
  if (edit !== undefined) {
    const cell = (row: Row) => <RowButtons row={row} rules={rules} {...edit} />
    columns.push({ key: 'change', head: 'Change', width: 'w-28', align: 'end', cell })
  }
  return (
    <DataTable<Row>
      caption="Rules in their order"
      rows={rules.map((rule, index) => ({ rule, index }))}
      rowKey={({ rule }) => rule.name}
      columns={columns}
      empty={<p className="text-ink-2">There is no rule, so everything asks for an approval.</p>}
    />
  )
}

function NameAndReason({ rule: { name, reason } }: { rule: PolicyRule }) {
  return (
    <span className="grid">
      <VisibleText text={name} />
      <VisibleText text={reason} className="font-normal text-12 text-ink-3" />
    </span>
  )
}

function When({ condition, currency }: { condition: string | null; currency: string }) {
  const words = conditionWords(condition, currency)
  return words === null ? <Code text={condition ?? ''} /> : words
}

function VerdictOf({ rule: { verdict, shadow } }: { rule: PolicyRule }) {
  return (
    <span className="flex flex-wrap gap-1">
      <Badge tone={shadow === true ? 'plain' : tones[verdict]}>{verdictWords[verdict]}</Badge>
      {shadow === true && <Badge>only records</Badge>}
    </span>
  )
}

function Who({ rule, currency }: { rule: PolicyRule; currency: string }) {
  const more = [
    rule.timeLimit && `Within ${timeWords(rule.timeLimit)}.`,
    rule.grantable && `Standing grants ${grantWords(rule.grantable, currency)}.`,
  ].filter((line) => line !== undefined)
  return (
    <span className="grid">
      <span>{whoWords(rule) ?? '—'}</span>
      {more.map((line) => (
        <span key={line} className="text-12 text-ink-3">
          {line}
        </span>
      ))}
    </span>
  )
}

function RowButtons({
  row: { rule, index },
  rules,
  onEdit,
  onText,
  onRules,
}: { row: Row; rules: readonly PolicyRule[] } & NonNullable<RulesTableProps['edit']>) {
  const choose = (id: string) => {
    if (id === 'text') return onText(index)
    if (id === 'up' || id === 'down') return onRules(moved(rules, index, index + (id === 'up' ? -1 : 1)))
    if (id === 'remove') return onRules(rules.toSpliced(index, 1))
    const { shadow, reason, ...rest } = rule
    onRules(rules.with(index, { ...rest, ...(shadow === true ? {} : { shadow: true }), reason }))
  }
  return (
    <span className="inline-flex items-center gap-1">
      <Button size="small" aria-label={`Edit the rule ${rule.name}`} onClick={() => onEdit(index)}>
        Edit…
      </Button>
      <Menu
        align="end"
        trigger={
          <IconButton label={`More for the rule ${rule.name}`}>
            <Icon of={Ellipsis} />
          </IconButton>
        }
        groups={[
          {
            items: [
              { id: 'shadow', label: 'Only record what it would say', checked: rule.shadow === true },
              { id: 'text', label: 'Show in the text' },
            ],
          },
          {
            items: [
              { id: 'up', label: 'Move up', disabled: index === 0 },
              { id: 'down', label: 'Move down', disabled: index === rules.length - 1 },
            ],
          },
          { items: [{ id: 'remove', label: 'Remove', danger: true }] },
        ]}
        onSelect={choose}
      />
    </span>
  )
}

function Code({ text }: { text: string }) {
  return (
    <code className="font-mono text-12 [overflow-wrap:anywhere]">
      <VisibleText text={text} />
    </code>
  )
}
