import Link from 'next/link'
import type { CardCorrection } from '#lib/faces/card-data.ts'
import { links } from '../links.ts'
import { VisibleText } from '../ui/visible-text.tsx'
import { Differences } from './differences.tsx'

/** On a corrected card: what was rejected and why, and what is different now. */
export function CorrectsLine({ corrects: { id, sentence, by, reason, differences } }: { corrects: CardCorrection }) {
  return (
    <>
      Puts right what <VisibleText text={by ?? 'an approver'} /> rejected:{' '}
      <Link href={links.action(id)} className="quiet-link text-ink">
        <VisibleText text={sentence} />
      </Link>
      {reason && (
        <>
          {', '}
          <q>
            <VisibleText text={reason} />
          </q>
        </>
      )}
      {differences.length > 0 ? (
        <Differences differences={differences} label="What is different now" />
      ) : (
        <span className="mt-1 block text-12">Nothing in it is different.</span>
      )}
    </>
  )
}
