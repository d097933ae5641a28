import { type Logger, pino } from 'pino'

export type { Logger }

/** Event name + fields, as JSON lines. Nothing that is thrown is logged here as well; no personal data. */
export const openLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    redact: { paths: ['password', '*.password', 'token', '*.token', 'phone', '*.phone'], censor: '[hidden]' },
  })
