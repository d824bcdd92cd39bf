import Link from 'next/link'

export interface TileProps {
  label: string
  value: string
  /** One line under the number. */
  detail?: string
  tone?: 'plain' | 'wait' | 'bad'
  /** To the rows that it counts. */
  href: string
}

const colours = { plain: 'text-ink', wait: 'text-wait', bad: 'text-bad' }

/** A number that leads to what it counts. */
export function Tile({ label, value, detail, tone = 'plain', href }: TileProps) {
  return (
    <Link
      href={href}
      className="grid content-start gap-0.5 rounded-lg border border-line-2 bg-surface px-4 py-3 transition-colors hover:bg-hover"
    >
      <span className="text-12 text-ink-2">{label}</span>
      <span className={`font-strong text-24 tracking-[-.02em] ${colours[tone]}`}>{value}</span>
      {detail && <span className="text-12 text-ink-3">{detail}</span>}
    </Link>
  )
}
