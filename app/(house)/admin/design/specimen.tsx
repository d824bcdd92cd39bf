import type { ReactNode } from 'react'

/** One thing in one state, with its name above. */
export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-2">
      <h3 className="text-12 text-ink-3">{name}</h3>
      {children}
    </div>
  )
}
