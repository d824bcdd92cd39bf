import { classes } from '../classes.ts'
import { DataTable } from '../ui/data-table.tsx'

export type BarTone = 'pen' | 'done' | 'wait' | 'bad' | 'plain'

export interface BarChartProps {
  /** A sentence: what the chart shows. */
  title: string
  /** What the numbers are: "seconds", "actions". */
  unit: string
  series: { key: string; label: string; tone: BarTone }[]
  /** One bar each, the values in the order of the series. */
  bars: { label: string; values: number[]; text?: string }[]
}

const fills: Record<BarTone, string> = { pen: 'bg-pen', done: 'bg-done', wait: 'bg-wait', bad: 'bg-bad', plain: 'bg-edge' }

/** Bars with their axis, and the numbers behind them as a table. */
export function BarChart({ title, unit, series, bars }: BarChartProps) {
  const most = Math.max(0, ...bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0)))
  const words = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 })
  return (
    <figure className="grid gap-2 rounded-lg border border-line-2 bg-surface px-4 py-3.5">
      <figcaption className="font-strong text-14">{title}</figcaption>
      {most === 0 ? (
        <p className="py-6 text-12 text-ink-3">Nothing in this time.</p>
      ) : (
        <div aria-hidden="true" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-12 text-ink-3">
          <div className="flex h-32 flex-col justify-between text-end">
            <span>
              {words(most)} {unit}
            </span>
            <span>0</span>
          </div>
          <div className="flex h-32 items-end gap-px border-b border-l">
            {bars.map(({ label, values, text }) => (
              <div
                key={label}
                title={`${label}: ${text ?? values.map(words).join(', ')}`}
                className="flex h-full min-w-0 flex-1 flex-col justify-end"
              >
                {values.map((value, index) => (
                  <span
                    key={series[index]?.key}
                    style={{ height: `${(value / most) * 100}%` }}
                    className={fills[series[index]?.tone ?? 'plain']}
                  />
                ))}
              </div>
            ))}
          </div>
          <span />
          <div className="flex justify-between pt-1">
            <span>{bars[0]?.label}</span>
            <span>{bars.at(-1)?.label}</span>
          </div>
        </div>
      )}
      {series.length > 1 && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-12 text-ink-2">
          {series.map(({ key, label, tone }) => (
            <li key={key} className="flex items-center gap-1.5">
              <span className={classes('size-2.5 rounded-sm', fills[tone])} />
              {label}
            </li>
          ))}
        </ul>
      )}
      <details className="text-12">
        <summary className="min-h-6 cursor-pointer text-ink-2">The numbers</summary>
        <DataTable
          caption={title}
          rows={bars}
          rowKey={({ label }) => label}
          columns={[
            { key: 'label', head: 'Day', cell: ({ label }) => label },
            ...series.map(({ key, label }, index) => ({
              key,
              head: `${label}, ${unit}`,
              align: 'end' as const,
              cell: (bar: BarChartProps['bars'][number]) => words(bar.values[index] ?? 0),
            })),
          ]}
        />
      </details>
    </figure>
  )
}
