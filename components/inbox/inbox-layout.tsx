import type { ReactNode } from 'react'
import { InboxOpening, OpeningPane } from './opening.tsx'

export interface InboxLayoutProps {
  /** A `PageHeader` above the list. */
  header: ReactNode
  /** Between header and list: `InboxFilters`. */
  tools?: ReactNode
  /** An `InboxList`. */
  list: ReactNode
  /** The row whose card is shown. */
  current: string | null
  /** The chosen card, or an `EmptyState`. */
  pane: ReactNode
  /** On a phone only one of the two is shown. */
  showing: 'list' | 'pane'
  /** On a phone above the card: a `PageHeader` with the way back. */
  paneHeader?: ReactNode
}

/** List and card side by side; one after the other on a phone. */
export function InboxLayout({ header, tools, list, current, pane, showing, paneHeader }: InboxLayoutProps) {
  return (
    <InboxOpening current={current}>
      <div className="grid flex-1 grid-cols-[minmax(0,1fr)] md:grid-cols-[minmax(280px,372px)_minmax(0,1fr)]">
        <section
          aria-label="List"
          className={`min-w-0 md:sticky md:top-0 md:flex md:h-dvh md:flex-col md:border-r ${showing === 'pane' ? 'max-md:hidden' : ''}`}
        >
          {header}
          {tools}
          <div className="thin-scroll relative md:min-h-0 md:flex-1 md:overflow-y-auto">{list}</div>
        </section>
        <section aria-label="Card" className={`min-w-0 max-sm:bg-surface ${showing === 'list' ? 'max-md:hidden' : ''}`}>
          {paneHeader && <div className="md:hidden">{paneHeader}</div>}
          <div className="sm:px-6 sm:py-6 lg:px-10 lg:py-8">
            <OpeningPane>{pane}</OpeningPane>
          </div>
        </section>
      </div>
    </InboxOpening>
  )
}
