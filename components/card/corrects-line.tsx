import Link from 'next/link'
import type { CardCorrection } from '#lib/faces/card-data.ts'
import { links } from '../links.ts'
import { VisibleText } from '../ui/visible-text.tsx'

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
        <ul className="mt-1 grid gap-0.5 border-line-2 border-s-2 ps-2 text-12" aria-label="What is different now">
          {differences.map((difference) => (
            <li key={difference.path} className="break-words">
              {difference.label}: <Side text={difference.before} gone />
              <span aria-hidden="true"> → </span>
              <span className="sr-only"> is now </span>
              <Side text={difference.after} />
            </li>
          ))}
        </ul>
      ) : (
        <span className="mt-1 block text-12">Nothing in it is different.</span>
      )}
    </>
  )
}

function Side({ text, gone = false }: { text: string | null; gone?: boolean }) {
  if (text === null) return <span className="text-ink-3">nothing</span>
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text
  return gone ? (
    <s>
      <VisibleText text={short} />
    </s>
  ) : (
    <VisibleText text={short} className="font-strong text-ink" />
  )
}
