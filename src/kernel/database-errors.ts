/** What the database's refusals mean at the edge. */
interface Failure {
  code?: string
  message: string
}

/** PostgreSQL's class 22: a value that its type cannot hold. Shapes catch nearly all of them before. */
const BAD_VALUE = /^22[0-9A-Z]{3}$/
export const isBadValue = ({ code, message }: Failure): boolean =>
  BAD_VALUE.test(code ?? '') || message.startsWith('ltree syntax error')

const AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08001', '53300'])
/** The driver names a connection that was lost at work by words alone. */
const AWAY_WORDS = /^Connection terminated|^Client has encountered a connection error/
export const isAway = ({ code, message }: Failure): boolean => AWAY.has(code ?? '') || AWAY_WORDS.test(message)

/** Cancelled for taking too long, lost to a deadlock, or no connection free in time: nothing was changed, it may be tried again. */
const BUSY = new Set(['57014', '40001', '40P01', '55P03'])
export const isBusy = ({ code, message }: Failure): boolean =>
  BUSY.has(code ?? '') || message.startsWith('timeout exceeded when trying to connect')
