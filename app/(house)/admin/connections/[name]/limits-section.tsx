'use client'

import { useState } from 'react'
import { Section } from '#components/frame/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import type { Limits } from '../read-limits.ts'
import { LimitsDialog } from './limits-dialog.tsx'

interface LimitsSectionProps {
  connectionId: string
  limits: Limits
  /** The same, and what holds where none is set, in words. */
  sentences: readonly string[]
  fixed: boolean
}

/** What bounds the requests of a connection, and where an admin changes it. */
export function LimitsSection({ connectionId, limits, sentences, fixed }: LimitsSectionProps) {
  const [open, setOpen] = useState(false)
  return (
    <Section
      title="Limits"
      description="They hold for all workers together. What is over them waits for its turn."
      actions={<Button onClick={() => setOpen(true)}>Change the limits…</Button>}
    >
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {open && <LimitsDialog connectionId={connectionId} limits={limits} fixed={fixed} onClose={() => setOpen(false)} />}
    </Section>
  )
}
