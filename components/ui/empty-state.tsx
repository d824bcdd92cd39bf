import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface EmptyStateProps {
  icon: LucideIcon
  title: string
  /** What to do first. */
  children: ReactNode
  /** A button or link. */
  action?: ReactNode
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto grid max-w-[400px] justify-items-center gap-1 px-6 py-16 text-center">
      <span className="mb-3 grid size-10 place-items-center rounded-full border border-line-2 text-ink-3">
        <Icon of={icon} size={18} />
      </span>
      <h2 className="font-strong text-15">{title}</h2>
      <div className="text-ink-2">{children}</div>
      {action && <div className="mt-4">{action}</div>}
    </div>
  )
}
