import Link from 'next/link'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

export interface Column<Row> {
  key: string
  head: string
  cell: (row: Row) => ReactNode
  align?: 'start' | 'end'
  /** Classes for the column's width, such as `w-32`. */
  width?: string
  /** Left out where the page is narrow. */
  wideOnly?: boolean
}

export interface DataTableProps<Row> {
  /** What the rows are: read out before the table. */
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** The whole row leads there; the link is in the first column. */
  rowHref?: (row: Row) => string
  /** Instead of rows, when there are none. */
  empty?: ReactNode
}

/** Rows of 40 px; on a phone each row is a small sheet of its own. */
export function DataTable<Row>({ caption, columns, rows, rowKey, rowHref, empty }: DataTableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    <table className="w-full border-collapse text-14 max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-sm:sr-only">
        <tr>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={classes(
                'h-8 border-b px-3 font-normal text-12 text-ink-3 first:pl-0 last:pr-0',
                column.align === 'end' ? 'text-end' : 'text-start',
                column.width,
                column.wideOnly && 'max-lg:hidden',
              )}
            >
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block max-sm:border-t">
        {rows.map((row) => (
          <TableRow key={rowKey(row)} row={row} columns={columns} href={rowHref?.(row)} />
        ))}
      </tbody>
    </table>
  )
}

function TableRow<Row>({ row, columns, href }: { row: Row; columns: Column<Row>[]; href: string | undefined }) {
  return (
    <tr className={classes('relative border-b max-sm:grid max-sm:gap-0.5 max-sm:py-2.5', href && 'hover:bg-hover')}>
      {columns.map((column, index) => (
        <td
          key={column.key}
          className={classes(
            'h-10 px-3 py-1.5 first:pl-0 last:pr-0 max-sm:h-auto max-sm:p-0',
            index === 0 ? 'max-sm:font-strong' : !column.wideOnly && 'max-sm:flex max-sm:gap-3',
            column.align === 'end' && 'sm:text-end',
            column.wideOnly && 'max-lg:hidden',
          )}
        >
          {index > 0 && <span className="w-28 shrink-0 text-12 leading-[21px] text-ink-3 sm:hidden">{column.head}</span>}
          {index === 0 && href ? (
            <Link href={href} className="after:absolute after:inset-0">
              {column.cell(row)}
            </Link>
          ) : (
            <span className="min-w-0">{column.cell(row)}</span>
          )}
        </td>
      ))}
    </tr>
  )
}
