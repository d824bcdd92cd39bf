import type { Platform } from '#lib/platform/index.ts'
import { endedSql, type FigureDays, rulesThatAsked } from './ended-sql.ts'
import { figureWindow } from './figure-window.ts'

/** How many ended in which way, and how long people took. Seconds; null: nobody decided. */
export interface EndingFigures {
  ended: number
  approved: number
  changed: number
  rejected: number
  expired: number
  /** Of those that were approved: taken back afterwards. */
  undone: number
  medianSeconds: number | null
  p95Seconds: number | null
}

export interface NamedFigures extends EndingFigures {
  /** An operation's or a rule's name, a person's id. */
  name: string
  label: string
}

export interface DayFigures extends EndingFigures {
  /** 2026-11-28, in UTC. */
  day: string
  asked: number
  actions: number
}

export interface ApprovalFigures {
  days: FigureDays
  from: Date
  to: Date
  /** More ended in these days than figures are made of: they are of the latest, since `from`. */
  cut: boolean
  all: EndingFigures
  /** Actions that change something, and those of them that asked a person. */
  actions: number
  asked: number
  byDay: DayFigures[]
  byOperation: NamedFigures[]
  byRule: NamedFigures[]
  /** By who decided: their own decisions, with the time that each card had waited. */
  byApprover: NamedFigures[]
}

/** So many names of a kind at most, the most frequent first. */
const listed = 50

const columns = `count(*)::int as ended,
  count(*) filter (where ending = 'approved')::int as approved, count(*) filter (where ending = 'changed')::int as changed,
  count(*) filter (where ending = 'rejected')::int as rejected, count(*) filter (where ending = 'expired')::int as expired,
  count(*) filter (where undone)::int as undone,
  percentile_cont(0.5) within group (order by seconds) as "medianSeconds",
  percentile_cont(0.95) within group (order by seconds) as "p95Seconds"`

type Counted = EndingFigures & { kind: 'all' | 'day' | 'operation' | 'rule' | 'approver'; name: string; label: string }

/** How approvals went in the last so many days: one reading of what ended, counted in five ways. */
export async function approvalFigures(platform: Platform, { days }: { days: FigureDays }): Promise<ApprovalFigures> {
  const { from, to, cut } = await figureWindow(platform, days)
  const [ended, askedByDay] = await Promise.all([
    platform.pool.query<Counted>(countedSql, [from, to]),
    platform.pool.query<{ day: string; actions: number; asked: number }>(
      `select to_char("createdAt" at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as actions,
         count(*) filter (where "askedRoles" <> '{}')::int as asked
       from action where "createdAt" >= $1 and "createdAt" < $2 and effect <> 'read' group by 1`,
      [from, to],
    ),
  ])
  const of = (wanted: Counted['kind']) => ended.rows.flatMap(({ kind, ...row }) => (kind === wanted ? [row] : []))
  const { name: _name, label: _label, ...all } = of('all')[0] ?? { ...nothing, name: '', label: '' }
  const endedByDay = of('day').map(({ name: day, label: _, ...row }) => ({ day, ...row }))
  const sum = (key: 'actions' | 'asked') => askedByDay.rows.reduce((total, row) => total + row[key], 0)
  const byDay = daysBetween(from, to).map((day) => ({
    ...(endedByDay.find((row) => row.day === day) ?? { ...nothing, day }),
    ...(askedByDay.rows.find((row) => row.day === day) ?? { day, actions: 0, asked: 0 }),
  }))
  return {
    days,
    from,
    to,
    cut,
    all,
    actions: sum('actions'),
    asked: sum('asked'),
    byDay,
    byOperation: of('operation'),
    byRule: of('rule'),
    byApprover: of('approver'),
  }
}

/** What each person said of the cards that ended. */
const byPerson = `select d."personId", ended.id, ended.undone and d.verdict = 'approve' as undone,
  case when d.verdict = 'reject' then 'rejected' when ended.ending = 'changed' then 'changed' else 'approved' end as ending,
  greatest(0, ended.seconds - extract(epoch from ended.at - d.at))::float as seconds
  from ended join decision d on d."actionId" = ended.id
  where d."voidedAt" is null and d.verdict in ('approve', 'reject') and d.at >= $1::timestamptz and d.at < $2::timestamptz`

const named = (kind: string, name: string, label: string, rest: string) =>
  `(select '${kind}' as kind, ${name} as name, ${label} as label, ${columns} from ${rest} group by 2 order by ended desc, name limit ${listed})`

const countedSql = `with ${endedSql}
  select 'all' as kind, '' as name, '' as label, ${columns} from ended
  union all select 'day', to_char(at at time zone 'UTC', 'YYYY-MM-DD'), '', ${columns} from ended group by 2
  union all ${named('operation', 'operation', 'min(title)', 'ended')}
  union all ${named('rule', 'rule', 'min(rule)', `ended, lateral ${rulesThatAsked} as asking`)}
  union all ${named('approver', 'p.id::text', 'min(p.name)', `(${byPerson}) as e join person p on p.id = e."personId"`)}`

const nothing: EndingFigures = {
  ended: 0,
  approved: 0,
  changed: 0,
  rejected: 0,
  expired: 0,
  undone: 0,
  medianSeconds: null,
  p95Seconds: null,
}

function daysBetween(from: Date, to: Date): string[] {
  const days: string[] = []
  for (let at = from.getTime(); at < to.getTime(); at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10))
  const last = to.toISOString().slice(0, 10)
  return days.includes(last) ? days : [...days, last]
}
