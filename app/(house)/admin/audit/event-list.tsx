import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { classes } from '#components/classes.ts'
import { links } from '#components/links.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { AuditEventView } from '#lib/audit/index.ts'
import { EraseEvent } from './erase-event.tsx'

interface EventListProps {
  label: string
  events: AuditEventView[]
  /** Names of people by their ids; who is not among them is shown by the id. */
  names: ReadonlyMap<string, string>
  /** The one that the address asks for: open, and marked. */
  marked?: string | null
  /** Whether the reader may erase what an event says. */
  mayErase: boolean
}

/** Events, each with its content in a fold. */
export function EventList({ label, events, names, marked = null, mayErase }: EventListProps) {
  return (
    <ol aria-label={label} className="border-t">
      {events.map((event) => (
        <li key={event.id} className={classes('border-b', event.id === marked && 'bg-pen-soft')}>
          <details open={event.id === marked} className="group">
            <summary className="grid cursor-pointer grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 px-2 py-2.5 leading-[21px] hover:bg-hover sm:grid-cols-[5rem_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_6rem]">
              <span className="flex items-center gap-1.5 text-12 text-ink-3 max-sm:hidden">
                <Icon of={ChevronRight} size={13} className="group-open:rotate-90" />
                {event.index === null ? 'not yet' : event.index.toLocaleString('en')}
              </span>
              <span className="break-all font-mono text-12 leading-[21px]">{event.kind}</span>
              <RelativeTime at={event.at} className="text-end text-ink-2 sm:order-last" />
              <VisibleText text={actorName(event, names)} />
              <span className="truncate text-ink-2 max-sm:max-w-48 max-sm:text-end">{subjectName(event, names)}</span>
            </summary>
            <EventDetails event={event} mayErase={mayErase} />
          </details>
        </li>
      ))}
    </ol>
  )
}

function EventDetails({ event, mayErase }: { event: AuditEventView; mayErase: boolean }) {
  const { id, at, index, kind, subject, content, contentHash, traceId, erased } = event
  const href = subjectHref(subject)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-2 pt-1 pb-4">
      {erased === null ? (
        <CodeBlock label="Content" text={JSON.stringify(content, null, 2)} />
      ) : (
        <p className="text-ink-2">
          What it said was erased <RelativeTime at={erased.at} />.{' '}
          <Link href={`/admin/audit?event=${erased.eventId}`} className="quiet-link">
            Who did that, and why
          </Link>
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-12 text-ink-3">
        {index !== null && <span>number {index.toLocaleString('en')} in the log</span>}
        <span className="font-mono">{at}</span>
        <span className="break-all font-mono">event {id}</span>
        <Digest value={contentHash} />
        {traceId !== null && <span className="break-all font-mono">trace {traceId}</span>}
        <span className="break-all font-mono">
          {subject.kind} {subject.id}
        </span>
        {href !== null && (
          <Link href={href} className="quiet-link min-h-6 text-14">
            What it is about
          </Link>
        )}
        <Link
          href={`/admin/audit?${new URLSearchParams({ subject: `${subject.kind}:${subject.id}` })}`}
          className="quiet-link min-h-6 text-14"
        >
          All about it
        </Link>
        {mayErase && erased === null && kind !== 'audit.erased' && <EraseEvent eventId={id} />}
      </div>
    </div>
  )
}

function actorName({ actor }: AuditEventView, names: ReadonlyMap<string, string>): string {
  if (actor.kind === 'person') return names.get(actor.id ?? '') ?? `person ${short(actor.id ?? '')}`
  return actor.kind === 'model' ? 'the assistant' : 'the system'
}

function subjectName({ subject }: AuditEventView, names: ReadonlyMap<string, string>): string {
  return `${subject.kind} ${names.get(subject.id) ?? short(subject.id)}`
}

/** The last part of a UUID: the first one is the time, and much alike. */
function short(id: string): string {
  return id.length === 36 ? `…${id.slice(-12)}` : id
}

function subjectHref({ kind, id }: AuditEventView['subject']): string | null {
  if (kind === 'action') return links.action(id)
  if (kind === 'connection') return `/admin/connections/${id}`
  return kind === 'policy' ? `/admin/policy?version=${id}` : null
}
