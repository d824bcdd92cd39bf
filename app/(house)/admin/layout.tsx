import type { ReactNode } from 'react'
import { PageBody, PageHeader } from '#components/frame/page-header.tsx'
import { type Ability, can } from '#lib/people/index.ts'
import { requireCaller } from '../../_session.ts'
import { AdminTabs } from './admin-tabs.tsx'

const tabs: { href: string; label: string; ability: Ability }[] = [
  { href: '/admin', label: 'Overview', ability: 'system.read' },
  { href: '/admin/figures', label: 'Figures', ability: 'system.read' },
  { href: '/admin/people', label: 'People', ability: 'people.manage' },
  { href: '/admin/connections', label: 'Connections', ability: 'connection.manage' },
  { href: '/admin/organisation', label: 'Organisation', ability: 'organisation.manage' },
  { href: '/admin/budgets', label: 'Budgets', ability: 'budget.read' },
  { href: '/admin/pauses', label: 'Pauses', ability: 'system.read' },
  { href: '/admin/policy', label: 'Policy', ability: 'system.read' },
  { href: '/admin/audit', label: 'Audit', ability: 'audit.read' },
  { href: '/admin/design', label: 'Design', ability: 'system.read' },
]

/** Each page below looks at the caller's right by itself: a layout is not asked again when one goes from page to page. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const caller = await requireCaller()
  const mine = tabs.filter(({ ability }) => can(caller, ability)).map(({ href, label }) => ({ href, label }))
  return (
    <>
      <PageHeader title="Admin" beside={<AdminTabs tabs={mine} className="h-full max-sm:hidden" />} />
      <AdminTabs tabs={mine} className="h-11 border-b px-5 sm:hidden" />
      <PageBody>{children}</PageBody>
    </>
  )
}
