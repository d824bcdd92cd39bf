import { type Logger, pino } from 'pino'

export type { Logger }

/** JSON lines on stdout. Members that could hold a secret are never written. */
export function createLog(level: string, role: string): Logger {
  return pino({
    level,
    base: { role, pid: process.pid },
    redact: {
      paths: [
        '*.password',
        '*.credential',
        '*.authorization',
        '*.token',
        '*.key',
        '*.secret',
        'password',
        'credential',
        'authorization',
        'token',
      ],
      censor: '[hidden]',
    },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}
