'use client'
import { useEffect, useRef, useState } from 'react'

/** How long what has left still fades, in milliseconds. */
const fadeMs = 150

/** The rows with those that have just left, each in the place where it stood, for as long as it fades. */
export function useLeavingRows<Row extends { id: string }>(rows: Row[]): { row: Row; leaving: boolean }[] {
  const before = useRef(rows)
  const [left, setLeft] = useState<{ row: Row; after: string | null }[]>([])
  useEffect(() => {
    const here = new Set(rows.map(({ id }) => id))
    const gone = before.current.flatMap((row, index) =>
      here.has(row.id) ? [] : [{ row, after: before.current.slice(0, index).findLast(({ id }) => here.has(id))?.id ?? null }],
    )
    // All of them gone is another list, not a list that some have left.
    const another = gone.length === before.current.length
    before.current = rows
    if (gone.length > 0 && !another) setLeft(gone)
    // Also when none has left: those that were fading have lost their timer to this look at the rows.
    const timer = setTimeout(() => setLeft((now) => (now.length === 0 ? now : [])), fadeMs)
    return () => clearTimeout(timer)
  }, [rows])
  const here = new Set(rows.map(({ id }) => id))
  const leavingAfter = (id: string | null) =>
    left.filter(({ row, after }) => after === id && !here.has(row.id)).map(({ row }) => ({ row, leaving: true }))
  return [...leavingAfter(null), ...rows.flatMap((row) => [{ row, leaving: false }, ...leavingAfter(row.id)])]
}
