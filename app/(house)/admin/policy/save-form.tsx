'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { links } from '#components/links.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RefusalNotice } from '../refusal-notice.tsx'
import { AreaField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { savePolicy } from './commands.ts'
import { DifferenceList } from './difference-list.tsx'
import type { Draft } from './draft.ts'
import { type Difference, policyDifference } from './policy-difference.ts'
import type { DraftInWork } from './use-draft.ts'

interface SaveFormProps {
  draft: DraftInWork
  /** The version that holds, to say what would change. */
  holds: Draft
  currency: string
  /** The version whose text was loaded, and the newest one. */
  version: number
  newest: number
  /** Why it changes, as far as that is written. */
  comment: string
  onComment: (comment: string) => void
  /** Back to what was loaded, or to the newest version. */
  onReload: () => void
}

/** What the draft changes, why, and the next version. */
export function SaveForm(props: SaveFormProps) {
  const { draft, holds, currency, version, newest, comment, onComment, onReload } = props
  const { save, busy, refusal, errorOf, waits, passed, startAnew } = useSave(props)
  const differences = draft.draft === null ? [] : policyDifference(holds, draft.draft, currency)
  const failing = draft.tests?.filter((said) => said !== null).length ?? 0
  const blocked = draft.current && (draft.errors.length > 0 || failing > 0)
  return (
    <form onSubmit={save} className="grid grid-cols-[minmax(0,1fr)] gap-4" noValidate>
      {version !== newest && (
        <Notice>
          You look at version {version}. Saving it makes it version {newest + 1}, the one that holds.
        </Notice>
      )}
      <Changes differences={differences} newest={newest} />
      <AreaField
        label="Why it changes"
        name="comment"
        help="Kept with the version, for those who ask later."
        value={comment}
        onChange={(event) => onComment(event.target.value)}
        error={errorOf('comment')}
      />
      <RefusalNotice refusal={refusal && { ...refusal, errors: refusal.errors.filter(({ path }) => path === 'text') }} />
      {draft.current && <Blocked errors={draft.errors.length} failing={failing} />}
      {draft.current &&
        draft.warnings.map((warning) => (
          <Notice key={warning} tone="wait">
            {warning}
          </Notice>
        ))}
      {waits !== null && <Waits actionId={waits} />}
      {passed && (
        <Passed
          newest={newest}
          onLoad={() => {
            startAnew()
            onReload()
          }}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="sign" type="submit" busy={busy} disabled={passed || blocked}>
          Save as version {newest + 1}
        </Button>
        {differences.length > 0 && version === newest && (
          <Button look="bare" onClick={onReload}>
            Discard the draft
          </Button>
        )}
      </div>
    </form>
  )
}

function useSave({ draft, version, newest, comment, onComment }: SaveFormProps) {
  const router = useRouter()
  /** The newest version when this draft was begun: another one since then must not be lost under it. */
  const [base, setBase] = useState(newest)
  /** The action that asks for the second person, once this draft waits for one. */
  const [waits, setWaits] = useState<string | null>(null)
  const { busy, refusal, errorOf, run } = useCommand()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const done = await run(async () => {
      const answered = await savePolicy({ text: draft.text, comment, base })
      if ('problem' in answered) draft.refuse(answered)
      return answered
    })
    if (done === null) return
    onComment('')
    setWaits('waits' in done.made ? done.made.waits.actionId : null)
    if ('waits' in done.made) return
    setBase(done.made.version)
    if (version !== newest) router.push('/admin/policy')
  }
  return { save, busy, refusal, errorOf, waits, passed: newest > base, startAnew: () => setBase(newest) }
}

function Changes({ differences, newest }: { differences: readonly Difference[]; newest: number }) {
  if (differences.length === 0) return null
  return (
    <details className="rounded-md border px-3 py-1" open={differences.length <= 3}>
      <summary className="min-h-6 py-1 font-strong">
        {differences.length === 1 ? 'One change' : `${differences.length} changes`} against version {newest}
      </summary>
      <DifferenceList differences={differences} label={`Changes against version ${newest}`} />
    </details>
  )
}

function Waits({ actionId }: { actionId: string }) {
  return (
    <div role="status">
      <Notice
        tone="wait"
        action={
          <ButtonLink size="small" href={`${links.approvals}?card=${actionId}`}>
            Open its card
          </ButtonLink>
        }
      >
        Somebody else has to agree first. The change waits among the approvals and holds once they have.
      </Notice>
    </div>
  )
}

function Passed({ newest, onLoad }: { newest: number; onLoad: () => void }) {
  return (
    <Notice
      tone="wait"
      action={
        <Button size="small" onClick={onLoad}>
          Load version {newest}
        </Button>
      }
    >
      Version {newest} was made meanwhile. Keep what you wrote elsewhere, load the new version and change that.
    </Notice>
  )
}

function Blocked({ errors, failing }: { errors: number; failing: number }) {
  if (errors > 0) {
    return (
      <Notice tone="bad">
        {errors === 1 ? 'One thing' : `${errors} things`} in the text can’t be read; the text says where. A version like that can’t be
        saved.
      </Notice>
    )
  }
  if (failing === 0) return null
  return (
    <Notice tone="bad">
      {failing === 1 ? 'A test fails' : `${failing} tests fail`}; see Tests. A version whose tests fail can’t be saved: change the rules, or
      what the test expects.
    </Notice>
  )
}
