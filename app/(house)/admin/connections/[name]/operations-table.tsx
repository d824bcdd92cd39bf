'use client'

import { Ellipsis, Plug } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { Effect, Repeat } from '#lib/core/effect.ts'
import { ConfirmDialog } from '../../confirm-dialog.tsx'
import { switchOperation } from '../commands.ts'
import { OperationDialog } from './operation-dialog.tsx'

export interface OperationRow {
  name: string
  title: string
  /** As confirmed, else as the document declares it. */
  effect: Effect
  repeat: Repeat
  confirmed: boolean
  /** Null while the whole connection is off. */
  enabled: boolean | null
}

interface OperationsTableProps {
  connectionId: string
  rows: OperationRow[]
  /** Written by hand: there is nothing to confirm. */
  fixed: boolean
}

export function OperationsTable({ connectionId, rows, fixed }: OperationsTableProps) {
  const [open, setOpen] = useState<{ what: 'confirm' | 'switch'; row: OperationRow } | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <DataTable<OperationRow>
        caption="Operations by name"
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          { key: 'what', head: 'Operation', cell: (row) => <What row={row} /> },
          { key: 'effect', head: 'Effect', width: 'w-28', cell: ({ effect }) => effect },
          { key: 'repeat', head: 'Repeat', width: 'w-28', cell: ({ repeat }) => repeat },
          { key: 'state', head: 'State', width: 'w-36', cell: (row) => <State row={row} /> },
          ...(fixed
            ? []
            : [
                {
                  key: 'more',
                  head: 'Change',
                  width: 'w-20',
                  align: 'end' as const,
                  cell: (row: OperationRow) => <OperationActions row={row} onOpen={(what) => setOpen({ what, row })} />,
                },
              ]),
        ]}
        empty={
          <EmptyState icon={Plug} title="Nothing fits">
            Take a letter away to see more.
          </EmptyState>
        }
      />
      {open?.what === 'confirm' && <OperationDialog connectionId={connectionId} row={open.row} onClose={close} />}
      {open?.what === 'switch' && (
        <ConfirmDialog
          danger={open.row.enabled === true}
          title={`Switch “${open.row.title}” ${open.row.enabled ? 'off' : 'on'}?`}
          description={
            open.row.enabled
              ? 'Nobody can ask for it until it is switched on again. What is queued is not run: it ends as not allowed. To hold it instead, pause it.'
              : 'It can be asked for again.'
          }
          label={open.row.enabled ? 'Switch off' : 'Switch on'}
          onConfirm={() => switchOperation({ connectionId, name: open.row.name, enabled: !open.row.enabled })}
          onClose={close}
        />
      )}
    </>
  )
}

function What({ row: { name, title } }: { row: OperationRow }) {
  return (
    <span className="grid">
      <VisibleText text={title} />
      <span className="break-all font-mono font-normal text-12 text-ink-3">{name}</span>
    </span>
  )
}

function State({ row: { confirmed, enabled } }: { row: OperationRow }) {
  return (
    <span className="flex flex-wrap gap-1">
      {confirmed ? <Badge tone="done">confirmed</Badge> : <Badge tone="wait">unconfirmed</Badge>}
      {enabled === false && <Badge>off</Badge>}
    </span>
  )
}

function OperationActions({ row, onOpen }: { row: OperationRow; onOpen: (what: 'confirm' | 'switch') => void }) {
  const items = [
    { id: 'confirm', label: row.confirmed ? 'Say again what it does…' : 'Confirm what it does…' },
    ...(row.enabled === null ? [] : [{ id: 'switch', label: row.enabled ? 'Switch off…' : 'Switch on…', danger: row.enabled }]),
  ]
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Change ${row.title}`} className="-my-1">
          <Icon of={Ellipsis} />
        </IconButton>
      }
      groups={[{ items }]}
      onSelect={(id) => onOpen(id as 'confirm' | 'switch')}
    />
  )
}
