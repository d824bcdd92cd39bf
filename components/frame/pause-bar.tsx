import { CirclePause } from 'lucide-react'
import Link from 'next/link'
import { Icon } from '../ui/icon.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

export interface PauseBarProps {
  /** Who paused everything. */
  by: string
  reason: string
  /** ISO 8601, UTC. */
  at: string
  /** Where it can be read, for those who may. */
  href: string | null
}

/** A thin bar on every page while everything is paused. Its place in the page for screen readers is always there. */
export function PauseBar({ pause }: { pause: PauseBarProps | null }) {
  return (
    <div role="status">
      {pause && (
        <p className="flex min-h-7 items-center justify-center gap-2 border-b bg-wait-soft px-4 py-1 text-12 text-wait">
          <Icon of={CirclePause} size={13} />
          <span className="min-w-0 break-words">
            Everything is paused by {pause.by}: “<VisibleText text={pause.reason} />” · <RelativeTime at={pause.at} />
            {pause.href !== null && (
              <>
                {' · '}
                <Link href={pause.href} className="quiet-link">
                  Look or resume
                </Link>
              </>
            )}
          </span>
        </p>
      )}
    </div>
  )
}
