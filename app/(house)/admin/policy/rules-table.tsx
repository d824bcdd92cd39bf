import { Badge, type Tone } from '#components/ui/badge.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { PolicyRule, Requirement, VerdictKind } from '#lib/policy/index.ts'

const verdictWords: Record<VerdictKind, { word: string; tone: Tone }> = {
  allow: { word: 'allow', tone: 'done' },
  require_approval: { word: 'ask a person', tone: 'pen' },
  deny: { word: 'deny', tone: 'bad' },
}

/** The rules, to be read. */
export function RulesTable({ rules }: { rules: readonly PolicyRule[] }) {
  return (
    <DataTable<PolicyRule>
      caption="Rules in their order"
      rows={[...rules]}
      rowKey={({ name }) => name}
      columns={[
        {
          key: 'name',
          head: 'Rule',
          cell: ({ name, reason }) => (
            <span className="grid">
              <VisibleText text={name} />
              <VisibleText text={reason} className="font-normal text-12 text-ink-3" />
            </span>
          ),
        },
        { key: 'operations', head: 'Operations', cell: ({ operations }) => <Code text={operations.join(', ')} /> },
        { key: 'condition', head: 'When', cell: ({ condition }) => (condition === null ? 'always' : <Code text={condition} />) },
        {
          key: 'verdict',
          head: 'Verdict',
          width: 'w-32',
          cell: ({ verdict }) => <Badge tone={verdictWords[verdict].tone}>{verdictWords[verdict].word}</Badge>,
        },
        { key: 'who', head: 'Who must agree', cell: (rule) => whoMustAgree(rule) },
      ]}
      empty={<p className="text-ink-2">There is no rule, so everything asks for an approval.</p>}
    />
  )
}

function Code({ text }: { text: string }) {
  return <code className="font-mono text-12 [overflow-wrap:anywhere]">{text}</code>
}

function whoMustAgree({ verdict, requirements }: PolicyRule): string {
  if (verdict !== 'require_approval') return '—'
  if (!requirements?.length) return '1 approver, not the requester'
  return requirements.map(inWords).join('; ')
}

function inWords({ role, quorum, requesterExcluded }: Requirement): string {
  return `${quorum} ${role}${quorum === 1 ? '' : 's'}${requesterExcluded ? ', not the requester' : ''}`
}
