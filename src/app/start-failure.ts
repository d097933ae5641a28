import { FolderInUse } from '../kernel/embedded.ts'
import { WrongMode } from './platform.ts'

interface Failure extends Error {
  code?: string
}

const byCode: Record<string, (error: Failure) => string> = {
  EADDRINUSE: ({ message }) => `The port is in use: ${message}. Choose another with PORT or HJ212_PORT.`,
  ECONNREFUSED: () => 'No database answers at DATABASE_URL. Is PostgreSQL running there, and is the port right?',
  ENOTFOUND: ({ message }) => `The host in DATABASE_URL is not known: ${message}.`,
  ETIMEDOUT: () => 'No database answers at DATABASE_URL in time. Is the host right, and does the network let us through?',
  '3D000': ({ message }) =>
    `DATABASE_URL: ${message}. Make it first: create database … template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`,
  '58P01': ({ message }) => `The database lacks an extension: ${message}. Install PostGIS for its version of PostgreSQL.`,
  '28P01': () => 'DATABASE_URL: the database refuses this user or password.',
  '28000': () => 'DATABASE_URL: the database refuses this user.',
  '0A000': ({ message }) => `The database lacks an extension: ${message}. Install PostGIS for its version of PostgreSQL.`,
  '42501': ({ message }) =>
    `The database user may not do this: ${message}. It must own the database; PostGIS is made by a superuser, once: create extension postgis`,
}

/** Why it does not start, in words for whoever reads the terminal; undefined when only the stack can tell. */
export function startFailure(error: Failure): string | undefined {
  if (error instanceof FolderInUse)
    return `Another process is already running on ${error.message}. Stop it first, or choose another folder with DATA_DIR. Nothing was changed.`
  if (error instanceof WrongMode || error.message.startsWith('Configuration:')) return error.message
  if (/^(PostgreSQL 15 or newer|This database was made with ctype)/.test(error.message)) return error.message
  // A failed migration says which it was, and carries the database's own refusal.
  return byCode[error.code ?? '']?.(error) ?? (error.cause instanceof Error ? startFailure(error.cause) : undefined)
}
