'use client'

import { useEffect, useMemo, useState } from 'react'
import type { TextError } from '#components/admin/policy-editor.tsx'
import type { CheckedDraft } from '#lib/policy/index.ts'
import type { Refusal } from '../answered.ts'
import { checkPolicy } from './commands.ts'
import { readDraft, writeDraft } from './draft.ts'
import { errorsInText, syntaxErrors } from './policy-errors.ts'

/** Long enough that nobody is told of a word that they are still writing. */
const pauseMs = 350

interface Checked {
  /** The text that this is about. */
  text: string
  errors: TextError[]
  /** For each test null or what the rules say instead; null where they could not be run. */
  tests: CheckedDraft['tests']
  /** What an admin should know before these rules hold. */
  warnings: string[]
}

/** A policy that is being written: its text is the truth, table and tests are read from it and write into it. */
export function useDraft(initial: string, tests: CheckedDraft['tests']) {
  const [text, setText] = useState(initial)
  const [checked, setChecked] = useState<Checked>({ text: initial, errors: [], tests, warnings: [] })
  useEffect(() => {
    if (checked.text === text) return
    let late = false
    const timer = setTimeout(async () => {
      const found = await check(text)
      if (!late && found !== null) setChecked(found)
    }, pauseMs)
    return () => {
      late = true
      clearTimeout(timer)
    }
  }, [text, checked.text])
  const draft = useMemo(() => readDraft(text), [text])
  return {
    text,
    draft,
    errors: checked.errors,
    tests: checked.tests,
    warnings: checked.warnings,
    /** Whether what is said about errors and tests is about this very text. */
    current: checked.text === text,
    setText,
    change: (change: (old: NonNullable<typeof draft>) => NonNullable<typeof draft>) => draft && setText(writeDraft(change(draft))),
    /** What saving found. */
    refuse: ({ errors }: Refusal) => {
      const found = errors.filter(({ path }) => path !== 'comment' && path !== 'text')
      if (found.length > 0) setChecked({ text, errors: errorsInText(text, found), tests: null, warnings: [] })
    },
  }
}

export type DraftInWork = ReturnType<typeof useDraft>

async function check(text: string): Promise<Checked | null> {
  const broken = syntaxErrors(text)
  if (broken.length > 0) return { text, errors: broken, tests: null, warnings: [] }
  // Without an answer nothing is said; saving checks again.
  const answered = await checkPolicy({ text }).catch(() => null)
  if (answered === null || 'problem' in answered) return null
  const { errors, ...rest } = answered.made
  return { text, errors: errorsInText(text, errors), ...rest }
}
