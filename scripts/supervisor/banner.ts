import type { Env } from '#lib/platform/env.ts'

export interface BannerFacts {
  env: Env
  seconds: number
  /** The embedded cluster's folder; null for a PostgreSQL of one's own. */
  cluster: string | null
  takenOver: boolean
  separateRoles: boolean
  links: readonly { who: string; url: string }[]
  signIns: { emails: readonly string[]; password: string } | null
  dev: boolean
}

/** All that somebody needs who has just started it, once. */
export function bannerText(facts: BannerFacts): string {
  const { env, links, signIns } = facts
  const rows: [string, string][] = []
  if (signIns !== null) {
    rows.push(['Sign in', signIns.emails.join(', ')], ['', `password ${signIns.password}`])
  }
  links.forEach(({ who, url }, index) => {
    rows.push([index === 0 ? 'One-time link' : '', `${who.padEnd(12)}${url}`])
  })
  rows.push(['Answers', env.ANTHROPIC_API_KEY === undefined ? 'the built-in rules model (ANTHROPIC_API_KEY brings Claude)' : 'Claude'])
  rows.push(['Data', env.DATA_DIR], ['Database', databaseText(facts)])
  if (env.DEMO) {
    rows.push(['Back office', `http://127.0.0.1:${env.DEMO_PORT} (to break it yourself), its mail server on port ${env.DEMO_PORT + 1}`])
  }
  if (!facts.separateRoles) {
    rows.push(['Note', 'owner and application are one database role: only triggers guard the audit log'])
    rows.push(['', '(set DATABASE_OWNER_URL to a role of its own)'])
  }
  const title = `Countersign is running${facts.dev ? ', with hot reload' : ''} (${facts.seconds.toFixed(1)} s)`
  const body = rows.map(([label, text]) => `  ${label.padEnd(15)}${text}`.trimEnd())
  return ['', `  ${title}`, '', `  ${env.PUBLIC_URL}`, '', ...body, '', '  Ctrl-C stops everything.', '', ''].join('\n')
}

function databaseText({ env, cluster, takenOver }: BannerFacts): string {
  if (cluster !== null) return `embedded PostgreSQL in ${cluster}${takenOver ? ' (was still running, taken over)' : ''}`
  const { hostname, port, pathname } = new URL(env.DATABASE_URL)
  return `${hostname}:${port || 5432}${pathname}`
}
