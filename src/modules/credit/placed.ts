import { treeColumn } from '#kernel'

const objections = { zh: '信用异议', en: 'Objections' }
const repairs = { zh: '信用修复申请', en: 'Credit repairs' }
const entries = { zh: '名单条目', en: 'Entries of lists' }
const measures = { zh: '奖惩措施', en: 'Measures' }
const isOpen = (...states: string[]) => ({ column: 'state', in: states })

/** Which unit recognised, asked and answers; the ledger of records says so itself. */
export const placed = [
  treeColumn('organisation', 'credit.consents', 'agency', { live: { column: 'withdrawn_at' } }),
  treeColumn('organisation', 'credit.queries', 'organisation', { past: true }),
  treeColumn('organisation', 'credit.withdrawals', 'agency', { live: { column: 'read_at' } }),
  treeColumn('organisation', 'credit.objections', 'source', { title: objections, live: isOpen('accepting', 'checking') }),
  treeColumn('organisation', 'credit.repairs', 'source', { title: repairs, live: isOpen('receiving', 'deciding') }),
  treeColumn('organisation', 'credit.list_entries', 'source', { title: entries, live: isOpen('noticed', 'entered') }),
  treeColumn('organisation', 'credit.measures', 'department', { title: measures }),
  treeColumn('organisation', 'credit.executions', 'department', { live: isOpen('due') }),
  treeColumn('organisation', 'credit.receipts', 'source', { past: true }),
]
