import { links } from '#components/links.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { PolicyView } from '#lib/policy/index.ts'
import { SelectField } from '../text-field.tsx'
import { DifferenceList } from './difference-list.tsx'
import type { Draft } from './draft.ts'
import { policyDifference } from './policy-difference.ts'

export function VersionTable({ versions, current }: { versions: PolicyView[]; current: number }) {
  return (
    <DataTable<PolicyView>
      caption="Versions of the policy, newest first"
      rows={versions}
      rowKey={({ version }) => String(version)}
      rowHref={({ version }) => `/admin/policy?version=${version}`}
      columns={[
        { key: 'version', head: 'Version', width: 'w-32', cell: ({ version }) => (version === current ? `${version}, shown` : version) },
        { key: 'comment', head: 'Why', cell: ({ comment }) => <VisibleText text={comment} /> },
        { key: 'who', head: 'By', width: 'w-44', cell: ({ changedBy }) => changedBy?.name ?? 'the installation' },
        { key: 'when', head: 'When', width: 'w-28', align: 'end', cell: ({ changedAt }) => <RelativeTime at={changedAt.toISOString()} /> },
      ]}
    />
  )
}

/** Changes that wait until somebody agrees, each with the way to its card. */
export function WaitingChanges({ waiting }: { waiting: readonly { id: string; summary: string; createdAt: Date }[] }) {
  return waiting.map(({ id, summary, createdAt }) => (
    <Notice
      key={id}
      tone="wait"
      action={
        <ButtonLink size="small" href={`${links.approvals}?card=${id}`}>
          Open its card
        </ButtonLink>
      }
    >
      A change waits until somebody else agrees, asked <RelativeTime at={createdAt.toISOString()} />. <VisibleText text={summary} />
    </Notice>
  ))
}

interface VersionDifferenceProps {
  shown: PolicyView
  /** What it is held against. */
  against: PolicyView
  /** Versions to choose from, the newest first. */
  versions: readonly number[]
  currency: string
}

/** What is different between two versions, rule by rule, in words. */
export function VersionDifference({ shown, against, versions, currency }: VersionDifferenceProps) {
  const [old, next] = against.version < shown.version ? [against, shown] : [shown, against]
  const differences = policyDifference(contentOf(old), contentOf(next), currency)
  const choices = [...new Set([against.version, ...versions])].filter((version) => version !== shown.version).sort((a, b) => b - a)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <form action="/admin/policy" className="flex flex-wrap items-end gap-2">
        <input type="hidden" name="version" value={shown.version} />
        <div className="w-48">
          <SelectField label={`Version ${shown.version} against`} name="against" defaultValue={against.version}>
            {choices.map((version) => (
              <option key={version} value={version}>
                version {version}
              </option>
            ))}
          </SelectField>
        </div>
        <Button type="submit">Compare</Button>
      </form>
      {differences.length === 0 ? (
        <p className="text-ink-2">
          Versions {old.version} and {next.version} say the same.
        </p>
      ) : (
        <DifferenceList differences={differences} label={`From version ${old.version} to version ${next.version}`} />
      )}
    </div>
  )
}

export function contentOf({ rules, tests }: Pick<PolicyView, 'rules' | 'tests'>): Draft {
  return { rules: [...rules], tests: tests as Draft['tests'] }
}
