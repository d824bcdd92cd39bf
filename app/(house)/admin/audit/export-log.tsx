import { CodeBlock } from '#components/ui/code-block.tsx'
import type { AuditFilter } from '#lib/audit/index.ts'

/** The log, and the part of it that is shown, as files; and the key that they are verified with. */
export function ExportLog({ filter, verifierKey }: { filter: AuditFilter; verifierKey: string }) {
  const part = partOf(filter)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="flex flex-wrap gap-x-5 gap-y-1">
        <a href="/api/v1/audit/export" download className="quiet-link min-h-6">
          Export the whole log
        </a>
        {part !== '' && (
          <a href={`/api/v1/audit/export?${part}`} download className="quiet-link min-h-6">
            Export only what the filter about the subject and the time lets through
          </a>
        )}
      </p>
      <CodeBlock label="Public key of the log" text={verifierKey} />
    </div>
  )
}

function partOf({ subject, from, to }: AuditFilter): string {
  const pairs = { subject, from: from?.toISOString(), to: to?.toISOString() }
  return new URLSearchParams(Object.entries(pairs).filter((pair): pair is [string, string] => pair[1] !== undefined)).toString()
}
