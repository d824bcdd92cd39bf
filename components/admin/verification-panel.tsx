'use client'
import { LoaderCircle, ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'

export interface VerificationPanelProps {
  result: {
    ok: boolean
    events: number
    checkpoints: number
    /** The first event that does not fit, and why. */
    firstBad?: { sequence: number; why: string } | null
    at: string
  } | null
  running: boolean
  /** Limits of what this proves, each a sentence. */
  notes?: string[]
  onVerify: () => void
}

/** Whether the audit log is whole: every event recomputed, every checkpoint compared. */
export function VerificationPanel({ result, running, notes = [], onVerify }: VerificationPanelProps) {
  const look = running
    ? { icon: LoaderCircle, colour: 'animate-spin text-ink-3' }
    : result === null
      ? { icon: ShieldQuestionMark, colour: 'text-ink-3' }
      : result.ok
        ? { icon: ShieldCheck, colour: 'text-done' }
        : { icon: ShieldAlert, colour: 'text-bad' }
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border border-line-2 bg-surface px-5 py-4">
      <div className="flex min-w-0 flex-1 basis-72 gap-3" aria-live="polite">
        <Icon of={look.icon} size={20} className={look.colour} />
        <div className="min-w-0">
          <p className={`font-strong ${!running && result && !result.ok ? 'text-bad' : ''}`}>{headline(result, running)}</p>
          {result && !running && (
            <p className="text-ink-2">
              {result.ok
                ? `${result.events.toLocaleString('en')} events and ${result.checkpoints.toLocaleString('en')} checkpoints were recomputed and fit, `
                : `${result.firstBad?.why ?? 'A checkpoint does not match the log.'} Keep the database as it is and compare with a backup. Checked `}
              <RelativeTime at={result.at} />.
            </p>
          )}
          {notes.map((note) => (
            <p key={note} className="mt-1 text-12 text-ink-3">
              {note}
            </p>
          ))}
        </div>
      </div>
      <Button busy={running} onClick={onVerify}>
        {result ? 'Verify again' : 'Verify now'}
      </Button>
    </div>
  )
}

function headline(result: VerificationPanelProps['result'], running: boolean): string {
  if (running) return 'Recomputing the log…'
  if (result === null) return 'Not verified yet'
  if (result.ok) return 'The log is whole'
  return result.firstBad ? `Event ${result.firstBad.sequence.toLocaleString('en')} does not fit` : 'The log does not fit its checkpoints'
}
