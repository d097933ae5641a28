import type { Text } from '#kernel'

/** What the catalogue of information resources (信息资源目录) wants to know of a ledger. */
export interface Catalogued {
  /** 共享类型：无条件、有条件、不予共享. */
  sharing: 'unconditional' | 'conditional' | 'none'
  /** Why, or under which conditions; needed unless unconditional. */
  sharingTerms?: Text
  /** 开放类型. */
  opening: 'unconditional' | 'conditional' | 'none'
  openingTerms?: Text
  /** 更新周期. */
  cycle: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly' | 'irregular'
  /** Organisation that answers for the data 数源单位 (ltree path or code). */
  duty: string
  /** 主题 and free keywords. */
  theme?: Text
  keywords?: readonly string[]
}
