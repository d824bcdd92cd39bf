import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

export type { Logger }

/**
 * JSON lines on stdout, or to `where`; a command's stdout is its answer, so its lines go to stderr. Members that could hold a secret
 * are never written.
 */
export function createLog(level: string, role: string, where?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: { role, pid: process.pid },
    serializers: { error: describeError },
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
  }
  return pino(options, where ?? pino.destination(role === 'command' ? 2 : 1))
}

/** What an error says, and nothing else that hangs on it: a library's error may carry the command that failed, password and all. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, stack, cause } = error
  const { code } = error as { code?: unknown }
  const withCode = code === undefined ? {} : { code }
  return { name, message, ...withCode, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) }
}
