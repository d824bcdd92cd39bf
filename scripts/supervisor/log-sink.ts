import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const capBytes = 10 * 1024 * 1024
const warn = 40

export interface LogSink {
  folder: string
  /** Follows one child's output until it ends. `onLine` sees each line first and answers whether it is only meant for us. */
  follow(role: string, stream: Readable, kind: 'out' | 'error', onLine?: (line: string) => boolean): void
  /** Something of our own to say about a child. */
  say(role: string, level: number, message: string): void
  /** The last lines that a role wrote, to explain why it ended. */
  lastLines(role: string, count: number): string[]
}

/**
 * Where the children's lines go: all into `DATA_DIR/logs/<role>.log` (two files of 10 MB at most); on a terminal only
 * warnings and worse, readable; elsewhere all, as the JSON lines that they are.
 */
export function createLogSink(dataDir: string, options: { terminal: boolean; write: (text: string) => void }): LogSink {
  const folder = join(dataDir, 'logs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const recent = new Map<string, string[]>()

  const keep = (role: string, line: string) => {
    const file = join(folder, `${role}.log`)
    try {
      if (existsSync(file) && statSync(file).size > capBytes) renameSync(file, `${file}.1`)
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
    } catch {
      // A full disk must not end those who log.
    }
    const lines = recent.get(role) ?? []
    lines.push(line)
    recent.set(role, lines.slice(-40))
  }
  const show = (role: string, line: string, entry: LogEntry) => {
    if (!options.terminal) options.write(`${entry.json ? line : JSON.stringify({ level: entry.level, role, msg: line })}\n`)
    else if (entry.level >= warn) options.write(`  ${role.padEnd(8)} ${entry.message}\n`)
  }

  return {
    folder,
    follow(role, stream, kind, onLine) {
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() === '') return
        const forUs = onLine?.(line) === true
        keep(role, line)
        if (!forUs) show(role, line, readEntry(line, kind))
      })
    },
    say(role, level, message) {
      const line = JSON.stringify({ level, time: new Date().toISOString(), role, msg: message })
      keep(role, line)
      show(role, line, { json: true, level, message })
    },
    lastLines: (role, count) => (recent.get(role) ?? []).slice(-count).map((line) => readEntry(line, 'out').message),
  }
}

interface LogEntry {
  json: boolean
  level: number
  message: string
}

function readEntry(line: string, kind: 'out' | 'error'): LogEntry {
  const plain = { json: false, level: kind === 'error' ? warn : 30, message: line }
  if (!line.startsWith('{')) return plain
  try {
    const { level, msg, error, err } = JSON.parse(line) as {
      level?: number
      msg?: string
      error?: { message?: string }
      err?: { message?: string }
    }
    const cause = error?.message ?? err?.message
    return { json: true, level: level ?? 30, message: [msg ?? line, cause].filter(Boolean).join(': ') }
  } catch {
    return plain
  }
}
