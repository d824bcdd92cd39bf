import type { Metadata } from 'next'
import { Section } from '#components/frame/page-header.tsx'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../../_session.ts'
import { NotForYou } from '../../not-for-you.tsx'
import { ConnectionForm } from './connection-form.tsx'

export const metadata: Metadata = { title: 'Connect a system' }

export default async function NewConnectionPage() {
  const caller = await requireCaller()
  if (!can(caller, 'connection.manage')) return <NotForYou />
  return (
    <div className="max-w-[720px]">
      <Section title="Connect a system" description="By its OpenAPI 3.0 or 3.1 document, JSON or YAML.">
        <ConnectionForm privateByDefault={getPlatform().env.DEMO} />
      </Section>
    </div>
  )
}
