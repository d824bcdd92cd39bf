'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { PolicyEditor, type TextError } from '#components/admin/policy-editor.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RefusalNotice } from '../refusal-notice.tsx'
import { AreaField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { savePolicy } from './commands.ts'
import { errorsInText, syntaxErrors } from './policy-errors.ts'

interface PolicyFormProps {
  /** The version whose text stands here, and the newest one. */
  version: number
  newest: number
  text: string
}

/** The policy as text: errors at their character, a reason, and the next version. */
export function PolicyForm({ version, newest, text: initial }: PolicyFormProps) {
  const router = useRouter()
  const [text, setText] = useState(initial)
  /** The newest version when this text was begun: another one since then must not be lost under it. */
  const [base, setBase] = useState(newest)
  const [errors, setErrors] = useState<TextError[]>([])
  const { busy, refusal, errorOf, run } = useCommand()
  const passed = newest > base
  const edit = (value: string) => {
    setText(value)
    // Marks go with the first change: they would stand at the wrong characters.
    if (errors.length > 0) setErrors([])
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const comment = String(new FormData(form).get('comment') ?? '')
    const broken = syntaxErrors(text)
    setErrors(broken)
    if (broken.length > 0) return
    const done = await run(async () => {
      const answered = await savePolicy({ text, comment })
      if ('problem' in answered) setErrors(errorsInText(text, answered.errors.filter(inPolicy)))
      return answered
    })
    if (done === null) return
    setBase(done.made)
    form.reset()
    if (version !== newest) router.push('/admin/policy')
  }
  const load = () => {
    if (version !== newest) return router.push('/admin/policy')
    setText(initial)
    setErrors([])
    setBase(newest)
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-4" noValidate>
      {version !== newest && (
        <Notice>
          You look at version {version}. Saving it makes it version {newest + 1}, the one that holds.
        </Notice>
      )}
      <PolicyEditor label={`Rules and tests, version ${version}`} value={text} onValue={edit} errors={errors} />
      <AreaField label="Why it changes" name="comment" help="Kept with the version, for those who ask later." error={errorOf('comment')} />
      <RefusalNotice refusal={refusal && { ...refusal, errors: refusal.errors.filter(({ path }) => path === 'text') }} />
      {passed && (
        <Notice
          tone="wait"
          action={
            <Button size="small" onClick={load}>
              Load version {newest}
            </Button>
          }
        >
          Version {newest} was made meanwhile. Keep what you wrote elsewhere, load the new version and change that.
        </Notice>
      )}
      <div>
        <Button look="sign" type="submit" busy={busy} disabled={passed}>
          Save as version {newest + 1}
        </Button>
      </div>
    </form>
  )
}

function inPolicy({ path }: { path: string }): boolean {
  return path !== 'comment' && path !== 'text'
}
