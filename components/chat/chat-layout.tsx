import type { ReactNode } from 'react'

export interface ChatLayoutProps {
  /** A `PageHeader`. */
  header: ReactNode
  /** The messages, oldest first. */
  children: ReactNode
  /** A `Composer`. */
  composer: ReactNode
}

/** A conversation: bar on top, a column of 720 px, the composer always in reach. */
export function ChatLayout({ header, children, composer }: ChatLayoutProps) {
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      {header}
      <div className="mx-auto flex w-full max-w-[768px] flex-1 flex-col gap-5.5 px-4 py-7 text-15 sm:px-6">{children}</div>
      <div className="sticky bottom-0 z-10 max-sm:bottom-[calc(56px+env(safe-area-inset-bottom))]">
        <div className="mx-auto w-full max-w-[768px] bg-paper px-4 pb-3 sm:px-6 sm:pb-5">{composer}</div>
      </div>
    </div>
  )
}
