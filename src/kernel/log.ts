import { type Logger, pino } from 'pino'

export type { Logger }

/** A data exception quotes the value itself: `invalid input syntax for type uuid: "…"`. */
const QUOTED_VALUE = /: "[\s\S]*$/

/** What an engineer needs, without what a row or a form held: PostgreSQL puts values into `detail`, `where` and some messages. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, constraint, table } = error as Error & { code?: string; constraint?: string; table?: string }
  const message = String(code).startsWith('22') ? error.message.replace(QUOTED_VALUE, '') : error.message
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name,
    message,
    ...(code && { code }),
    ...(table && { table }),
    ...(constraint && { constraint }),
    ...(error.cause !== undefined && { cause: plainError(error.cause) }),
    ...(frames && { stack: frames.join('\n') }),
  }
}

/** Event name + fields, as JSON lines. Nothing that is thrown is logged here as well; no personal data. */
export const openLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    serializers: { error: plainError, err: plainError },
    redact: { paths: ['password', '*.password', 'token', '*.token', 'phone', '*.phone'], censor: '[hidden]' },
  })
