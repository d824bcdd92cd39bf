import { Section } from '#components/frame/page-header.tsx'

interface YouSectionProps {
  name: string
  email: string
  roles: readonly string[]
  teams: readonly string[]
}

/** Who is signed in, and what they may speak for. */
export function YouSection({ name, email, roles, teams }: YouSectionProps) {
  const rows = [
    ['Name', name],
    ['E-mail', email],
    ['Roles', roles.join(', ') || 'none yet'],
    ['Teams', teams.join(', ') || 'none'],
  ] as const
  return (
    <Section title="You" description="An admin changes these.">
      <dl className="grid gap-x-6 gap-y-2 rounded-lg border bg-surface p-4 sm:grid-cols-[max-content_minmax(0,1fr)]">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className="min-w-0 break-words max-sm:mb-1">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
