import type { CardEdit } from '#lib/faces/card-data.ts'
import { VisibleText } from '../ui/visible-text.tsx'
import { Differences } from './differences.tsx'

/** On a card that somebody changed: who, and what it was and is. */
export function EditLine({ edit: { by, onBehalfOf, differences, secret } }: { edit: CardEdit }) {
  return (
    <>
      <VisibleText text={onBehalfOf === null ? by : `${by} for ${onBehalfOf}`} className="text-ink" /> changed what is sent
      {differences.length > 0 && <Differences differences={differences} label="What was changed" />}
      {secret && (
        <span className="mt-1 block text-12">
          {differences.length > 0 ? 'A secret was changed too; it is not shown.' : 'A secret was changed; it is not shown.'}
        </span>
      )}
      {!secret && differences.length === 0 && (
        <span className="mt-1 block text-12">What was changed is a secret or reads the same, so it is not shown.</span>
      )}
    </>
  )
}
