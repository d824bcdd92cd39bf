import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Brand } from './brand.tsx'
import { OfflineBar } from './offline-bar.tsx'
import { PauseBar, type PauseBarProps } from './pause-bar.tsx'
import { PersonMenu } from './person-menu.tsx'
import { BottomNav, RailNav } from './rail-nav.tsx'

export interface AppFrameProps {
  person: { name: string; email: string }
  /** How many approvals wait for this person. */
  approvals: number
  /** Whether there is an Admin for this person. */
  admin: boolean
  offline?: boolean
  /** Set while everything is paused. */
  pause?: PauseBarProps | null
  /** In the rail under the places: a `ConversationList`. */
  conversations?: ReactNode
  onSignOut: () => void | Promise<void>
  /** Opens the palette; without it there is no button for it. */
  onSearch?: () => void
  children: ReactNode
}

/** The frame of every page: rail or bottom bar, the thin bar when offline, and the page itself as <main>. */
export function AppFrame({
  person,
  approvals,
  admin,
  offline = false,
  pause = null,
  conversations,
  onSignOut,
  onSearch,
  children,
}: AppFrameProps) {
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md border border-line-2 bg-surface px-3 py-1.5 font-strong focus:translate-y-0"
      >
        Skip to the page
      </a>
      <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] sm:grid-cols-[56px_minmax(0,1fr)] lg:grid-cols-[224px_minmax(0,1fr)]">
        <header className="sticky top-0 flex h-dvh flex-col gap-2 border-r px-3 pt-4 pb-2 max-lg:items-center max-lg:px-2 max-sm:hidden print:hidden">
          <div className="px-2 pb-2 max-lg:px-0">
            <Brand small />
          </div>
          {onSearch && (
            <button
              type="button"
              title="Find anything"
              onClick={onSearch}
              className="flex h-8 items-center gap-2.5 rounded-md border px-2 text-ink-3 transition-colors hover:border-line-2 hover:text-ink max-lg:size-9 max-lg:justify-center max-lg:px-0"
            >
              <Icon of={Search} />
              <span className="max-lg:sr-only">Find anything</span>
              <span className="ml-auto max-lg:hidden">
                <Kbd>Ctrl K</Kbd>
              </span>
            </button>
          )}
          <RailNav approvals={approvals} admin={admin} />
          <div className="thin-scroll relative -mx-1 min-h-0 flex-1 overflow-y-auto px-1 pt-3 max-lg:invisible">{conversations}</div>
          <PersonMenu person={person} onSignOut={onSignOut} onSearch={onSearch} />
        </header>
        <div className="flex min-w-0 flex-col max-sm:pb-[calc(56px+env(safe-area-inset-bottom))]">
          <OfflineBar offline={offline} />
          <PauseBar pause={pause} />
          <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
            {children}
          </main>
        </div>
      </div>
      <BottomNav approvals={approvals} admin={admin}>
        <PersonMenu bottom person={person} onSignOut={onSignOut} onSearch={onSearch} />
      </BottomNav>
    </>
  )
}
