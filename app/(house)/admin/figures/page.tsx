import type { Metadata } from 'next'
import { BarChart } from '#components/admin/bar-chart.tsx'
import { Tile } from '#components/admin/tile.tsx'
import { Section } from '#components/frame/page-header.tsx'
import { NavTabs } from '#components/ui/tabs.tsx'
import { type ApprovalFigures, approvalFigures, figureDays } from '#lib/approvals/index.ts'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../_session.ts'
import { NotForYou } from '../not-for-you.tsx'
import type { Search } from '../search-value.ts'
import { figureSearch, rowsHref } from './figure-search.ts'
import { durationWords, shareWords } from './figure-words.ts'
import { NamedTable } from './named-table.tsx'

export const metadata: Metadata = { title: 'Figures' }

/** How approvals went: numbers first, then a chart each with the numbers behind it, then by operation, rule and approver. */
export default async function FiguresPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  if (!can(caller, 'system.read')) return <NotForYou />
  const { days } = figureSearch(await searchParams)
  const figures = await approvalFigures(getPlatform(), { days })
  const windows = figureDays.map((one) => ({ href: `/admin/figures?days=${one}`, label: `${one} days`, current: one === days }))
  return (
    <>
      <Section title="Approvals" description={<Counted figures={figures} />} actions={<NavTabs label="Of how many days" items={windows} />}>
        <Tiles figures={figures} />
      </Section>
      <Charts figures={figures} />
      <Section title="By operation">
        <NamedTable head="Operation" rows={figures.byOperation} href={(operation) => rowsHref({ days, operation })} />
      </Section>
      <Section title="By rule" description="The rules that asked. A card that two rules asked for counts for both.">
        <NamedTable head="Rule" rows={figures.byRule} href={(rule) => rowsHref({ days, rule })} />
      </Section>
      <Section title="By approver" description="What each person decided, with the time that the card had waited for them.">
        <NamedTable head="Approver" rows={figures.byApprover} href={(approver) => rowsHref({ days, approver })} />
      </Section>
      {can(caller, 'example.read') && (
        <Section
          title="Labelled examples"
          description="What was proposed and what people made of it, a line each, secrets masked: for tests of models and rules. That you took it is recorded."
        >
          <p>
            <a href="/api/v1/examples/export" download className="quiet-link min-h-6">
              Download as JSON Lines
            </a>
          </p>
        </Section>
      )}
    </>
  )
}

/** Of how many cards the figures are, and since when. */
function Counted({ figures: { all, days, from, cut } }: { figures: ApprovalFigures }) {
  const cards = `${all.ended.toLocaleString('en')} cards`
  if (!cut) return `${cards} ended in the last ${days} days.`
  return (
    <>
      The last {days} days hold more than figures are made of: these are of the latest {cards}, since {day.format(from)}.
    </>
  )
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })

function Tiles({ figures: { all, days } }: { figures: ApprovalFigures }) {
  const of = (count: number) => `${count.toLocaleString('en')} of ${all.ended.toLocaleString('en')}`
  const signed = all.approved + all.changed
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-3">
      <Tile
        label="Time to a decision, median"
        value={durationWords(all.medianSeconds)}
        detail={`95 of 100 within ${durationWords(all.p95Seconds)}`}
        href={rowsHref({ days })}
      />
      <Tile
        label="Approved unchanged"
        value={shareWords(all.approved, all.ended)}
        detail={of(all.approved)}
        href={rowsHref({ days, ending: 'approved' })}
      />
      <Tile
        label="Approved with changes"
        value={shareWords(all.changed, all.ended)}
        detail={of(all.changed)}
        href={rowsHref({ days, ending: 'changed' })}
      />
      <Tile
        label="Rejected"
        value={shareWords(all.rejected, all.ended)}
        detail={of(all.rejected)}
        href={rowsHref({ days, ending: 'rejected' })}
      />
      <Tile
        label="Expired"
        value={shareWords(all.expired, all.ended)}
        detail={of(all.expired)}
        {...(all.expired > 0 ? { tone: 'wait' as const } : {})}
        href={rowsHref({ days, ending: 'expired' })}
      />
      <Tile
        label="Undone afterwards"
        value={shareWords(all.undone, signed)}
        detail={`${all.undone.toLocaleString('en')} of ${signed.toLocaleString('en')} approved`}
        href={rowsHref({ days, undone: true })}
      />
    </div>
  )
}

function Charts({ figures: { all, byDay, actions, asked } }: { figures: ApprovalFigures }) {
  const prompts = actions === 0 ? null : (asked / actions) * 100
  return (
    <div className="grid gap-3 lg:grid-cols-3">
      <BarChart
        title={`Half of the decisions come within ${durationWords(all.medianSeconds)}`}
        unit="minutes"
        series={[{ key: 'median', label: 'Median', tone: 'pen' }]}
        bars={byDay.map(({ day, medianSeconds }) => ({
          label: day,
          values: [(medianSeconds ?? 0) / 60],
          text: durationWords(medianSeconds),
        }))}
      />
      <BarChart
        title={`${shareWords(all.approved, all.ended)} approved as they were asked for`}
        unit="cards"
        series={[
          { key: 'expired', label: 'Expired', tone: 'wait' },
          { key: 'rejected', label: 'Rejected', tone: 'bad' },
          { key: 'changed', label: 'Changed', tone: 'pen' },
          { key: 'approved', label: 'Unchanged', tone: 'done' },
        ]}
        bars={byDay.map(({ day, expired, rejected, changed, approved }) => ({
          label: day,
          values: [expired, rejected, changed, approved],
        }))}
      />
      <BarChart
        title={prompts === null ? 'Nothing was asked for' : `${prompts.toFixed(0)} of 100 actions ask a person`}
        unit="of 100"
        series={[{ key: 'prompts', label: 'Asked a person', tone: 'pen' }]}
        bars={byDay.map((row) => ({
          label: row.day,
          values: [row.actions === 0 ? 0 : (row.asked / row.actions) * 100],
          text: `${row.asked} of ${row.actions}`,
        }))}
      />
    </div>
  )
}
