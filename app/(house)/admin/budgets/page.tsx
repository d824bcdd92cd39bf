import type { Metadata } from 'next'
import { Section } from '#components/frame/page-header.tsx'
import { budgetDay, standingBudgets } from '#lib/actions/index.ts'
import { listConnections } from '#lib/connectors/index.ts'
import { formatMoney, fromMinor } from '#lib/core/index.ts'
import { can, listPeople, listTeams } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { loadOrganisation } from '#lib/policy/index.ts'
import { requireCaller } from '../../../_session.ts'
import { NotForYou } from '../not-for-you.tsx'
import { BudgetForm } from './budget-form.tsx'
import { BudgetsTable } from './budgets-table.tsx'

export const metadata: Metadata = { title: 'Budgets' }

export default async function BudgetsPage() {
  const caller = await requireCaller()
  if (!can(caller, 'budget.read')) return <NotForYou />
  const platform = getPlatform()
  const mayManage = can(caller, 'budget.manage')
  const [budgets, { timeZone }, { currency }, teams, people, connections] = await Promise.all([
    standingBudgets(platform),
    budgetDay(platform),
    loadOrganisation(platform),
    listTeams(platform),
    mayManage ? listPeople(platform, { limit: 200 }) : { items: [] },
    mayManage ? listConnections(platform) : [],
  ])
  const words = (measure: string, amount: bigint) =>
    measure === 'money' ? formatMoney(fromMinor(amount, currency)) : `${amount.toLocaleString('en')} ${measure}`
  const nameOf = ({ scope, subjectId, team }: (typeof budgets)[number]) =>
    scope === 'team' ? team : scope === 'connection' ? (connections.find(({ id }) => id === subjectId)?.name ?? null) : subjectId
  return (
    <>
      <Section
        title="Budgets"
        description={`What may be spent in a day; it starts anew at midnight (${timeZone}). Looking things up is no action. When the tokens are spent, the rules model goes on.`}
      >
        <BudgetsTable
          mayManage={mayManage}
          rows={budgets.map((budget) => ({
            id: budget.id,
            scope: budget.scope,
            name: nameOf(budget),
            whose: budget.scope === 'organisation' ? 'the organisation' : (budget.subject ?? 'someone'),
            measure: budget.measure,
            most: words(budget.measure, budget.most),
            used: words(budget.measure, budget.used),
            share: budget.most === 0n ? 100 : Number((budget.used * 100n) / budget.most),
          }))}
        />
      </Section>
      {mayManage && (
        <Section title="Set a budget" description="One that stands for the same is replaced; what was spent today still counts.">
          <BudgetForm
            currency={currency}
            subjects={{
              person: people.items.map(({ id, name }) => ({ value: id, label: name })),
              team: teams.map(({ name, title }) => ({ value: name, label: title })),
              connection: connections.map(({ name, title }) => ({ value: name, label: title })),
            }}
          />
        </Section>
      )}
    </>
  )
}
