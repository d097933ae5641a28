import { z } from 'zod'
import { defineEvent } from '#kernel'

/** 停止公示和共享: from now on the record is neither shown nor shared; receivers must stop using it. */
export const recordWithdrawn = defineEvent(
  'credit.record-withdrawn',
  z.object({ record: z.string(), why: z.enum(['repaired', 'ended', 'removed', 'corrected']) }),
  ({ record }) => `credit.records:${record}`,
)
/** 列入严重失信主体名单. */
export const subjectListed = defineEvent(
  'credit.subject-listed',
  z.object({ entry: z.string(), list: z.string(), subject: z.string() }),
  ({ entry }) => `credit.list-entry:${entry}`,
)
/** 移出. */
export const subjectUnlisted = defineEvent(
  'credit.subject-unlisted',
  z.object({ entry: z.string(), list: z.string(), subject: z.string() }),
  ({ entry }) => `credit.list-entry:${entry}`,
)
