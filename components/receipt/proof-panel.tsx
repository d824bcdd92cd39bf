'use client'
import {
  Check,
  CircleQuestionMark,
  Download,
  LoaderCircle,
  type LucideIcon,
  ShieldAlert,
  ShieldCheck,
  ShieldQuestionMark,
  X,
} from 'lucide-react'
import { classes } from '../classes.ts'
import { type Tone, toneText } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import type { CheckName, Check as CheckResult } from './check.ts'

export interface ProofPanelProps {
  result: { checks: CheckResult[]; at: string } | null
  running: boolean
  /** Why no receipt came; what to do. */
  problem: string | null
  /** Where the receipt can be had as a file. */
  href: string
  onVerify: () => void
}

/** A button that checks a receipt in this browser, and what came of each check. */
export function ProofPanel({ result, running, problem, href, onVerify }: ProofPanelProps) {
  const look = lookOf(running ? null : result, running)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="overflow-hidden rounded-lg border border-line-2 bg-surface">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-4">
          <div className="flex min-w-0 flex-1 basis-64 gap-3" aria-live="polite">
            <Icon of={look.icon} size={20} className={look.colour} />
            <div className="min-w-0">
              <p className={classes('font-strong', look.bad && 'text-bad')}>{look.title}</p>
              <p className="text-ink-2">
                {look.sentence}
                {result !== null && !running && (
                  <>
                    {' '}
                    Checked in this browser <RelativeTime at={result.at} />.
                  </>
                )}
              </p>
            </div>
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <a
              href={href}
              download
              className="inline-flex min-h-8 items-center gap-2 rounded-md px-3 font-strong text-ink-2 hover:bg-sunk hover:text-ink pointer-coarse:min-h-11"
            >
              <Icon of={Download} size={14} />
              Download receipt
            </a>
            <Button busy={running} onClick={onVerify}>
              {result === null ? 'Verify' : 'Verify again'}
            </Button>
          </div>
        </div>
        {result !== null && !running && (
          <ul aria-label="Checks" className="border-t">
            {result.checks.map((check) => (
              <CheckRow key={check.name} check={check} />
            ))}
          </ul>
        )}
      </div>
      {problem !== null && <ErrorNotice title="Nothing was checked">{problem}</ErrorNotice>}
    </div>
  )
}

const names: Readonly<Record<CheckName, string>> = {
  digest: 'What was decided on',
  approval: 'Who agreed',
  passkey: 'What passkeys signed',
  story: 'What was done',
  statement: 'The receipt’s sentences',
  events: 'What the log says',
  place: 'The place in the log',
  signature: 'The log’s signature',
}

function CheckRow({ check: { name, ok, detail } }: { check: CheckResult }) {
  const [icon, tone, word]: [LucideIcon, Tone, string] =
    ok === null ? [CircleQuestionMark, 'wait', 'not checked'] : ok ? [Check, 'done', 'fits'] : [X, 'bad', 'does not fit']
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-3 border-b px-5 py-2.5 last:border-b-0">
      <Icon of={icon} className={classes('mt-[2.5px] justify-self-center', toneText[tone])} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-strong">{names[name]}</span>
          <span className={classes('text-12', toneText[tone])}>{word}</span>
        </p>
        <p className="text-ink-2">
          <VisibleText text={detail} />
        </p>
      </div>
    </li>
  )
}

function lookOf(result: ProofPanelProps['result'], running: boolean) {
  if (running) return { icon: LoaderCircle, colour: 'animate-spin text-ink-3', bad: false, title: 'Checking…', sentence: 'One moment.' }
  if (result === null) {
    const sentence = 'This browser recomputes the digest, every hash and the log’s signature by itself.'
    return { icon: ShieldQuestionMark, colour: 'text-ink-3', bad: false, title: 'Not verified yet', sentence }
  }
  const failed = result.checks.filter(({ ok }) => ok === false).length
  const unchecked = result.checks.filter(({ ok }) => ok === null).length
  if (failed > 0) {
    const sentence = 'What this receipt shows is not what was recorded. Keep it, and tell an admin to verify the audit log.'
    return { icon: ShieldAlert, colour: 'text-bad', bad: true, title: 'The receipt does not fit', sentence }
  }
  if (unchecked > 0) {
    const sentence = `Nothing is wrong, but ${unchecked} of ${result.checks.length} checks could not be made.`
    return { icon: ShieldQuestionMark, colour: 'text-wait', bad: false, title: 'Fits as far as it could be checked', sentence }
  }
  return {
    icon: ShieldCheck,
    colour: 'text-done',
    bad: false,
    title: 'Everything fits',
    sentence: `All ${result.checks.length} checks passed.`,
  }
}
