import type { CardDecision } from '#lib/faces/card-data.ts'
import { classes } from '../classes.ts'
import { ClockTime } from '../ui/relative-time.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

const verdicts: Record<CardDecision['verdict'], string> = { approve: 'approved', reject: 'rejected', edit: 'changed the input' }

/** What people said, as signatures on the paper: pen for an approval, plain ink for the rest, struck out where it no longer counts. */
export function Signatures({ decisions }: { decisions: CardDecision[] }) {
  if (decisions.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-8 gap-y-3" aria-label="Decisions">
      {decisions.map((decision) => (
        <li key={`${decision.name}${decision.at}`} className="min-w-0 max-w-full basis-60">
          <div
            className={classes(
              'border-line-2 border-b pb-0.5 text-18 italic tracking-[-.01em]',
              decision.void && 'line-through',
              decision.verdict === 'approve' && !decision.void ? 'text-pen' : 'text-ink-2',
            )}
          >
            <VisibleText text={decision.onBehalfOf === null ? decision.name : `${decision.name} for ${decision.onBehalfOf}`} />
          </div>
          <div className="mt-1 text-12 text-ink-3">
            {verdicts[decision.verdict]}
            {decision.byKey && ' with an API key'}, <ClockTime at={decision.at} />
            {decision.signed && ', passkey'}
            {decision.void && <b className="text-ink-2"> · no longer counts</b>}
          </div>
          {decision.comment && (
            <p className="mt-0.5">
              <q>
                <VisibleText text={decision.comment} />
              </q>
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}
