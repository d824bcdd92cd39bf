import { execFileSync } from 'node:child_process'

export const processRoles = ['web', 'worker', 'demo', 'supervisor', 'postgresql'] as const
export type ProcessRole = (typeof processRoles)[number]

export interface SystemProcess {
  pid: number
  rssKib: number
}

interface ListedProcess extends SystemProcess {
  parent: number
  words: string[]
}

/** Everything that a supervisor holds just now, PostgreSQL's own processes among them. */
export function systemProcesses(supervisorPid: number): Record<ProcessRole, SystemProcess[]> {
  const all = listProcesses()
  const children = all.filter(({ parent }) => parent === supervisorPid)
  const named = (role: string) => children.filter(({ words }) => words.includes(role))
  const server = children.filter(({ words }) => words[0]?.endsWith('/postgres'))
  return {
    web: named('web'),
    worker: named('worker'),
    demo: named('demo'),
    supervisor: all.filter(({ pid }) => pid === supervisorPid),
    postgresql: [...server, ...all.filter(({ parent }) => server.some(({ pid }) => pid === parent))],
  }
}

function listProcesses(): ListedProcess[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap((line) => {
    const [pid, parent, rss, ...words] = line.trim().split(/\s+/)
    return pid === '' ? [] : [{ pid: Number(pid), parent: Number(parent), rssKib: Number(rss), words }]
  })
}
