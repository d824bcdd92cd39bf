import Link from 'next/link'
import type { Card } from '#lib/faces/card-data.ts'
import { likeness } from './likeness.ts'

/** Under a card that one may decide: the ways to see all that are like it, to decide them together. */
export function LikeThis({ card }: { card: Card | undefined }) {
  if (card === undefined || card.status !== 'awaiting_approval' || !card.mayDecide || card.stepUp !== null) return null
  return (
    <nav
      aria-label="Others like this one"
      className="flex max-w-[640px] flex-wrap gap-x-4 gap-y-1 px-5 pt-3 text-12 text-ink-2 max-sm:pb-4 sm:px-1"
    >
      <span>All of the same</span>
      {likeness.map(({ by, word }) => (
        <Link key={by} href={`/approvals/together?like=${card.id}&by=${by}`} className="quiet-link min-h-6 pointer-coarse:min-h-9">
          {word}
        </Link>
      ))}
    </nav>
  )
}
