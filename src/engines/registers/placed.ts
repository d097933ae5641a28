import { treeColumn } from '#kernel'

/** A saved view is shared with its unit. */
export const placed = [treeColumn('organisation', 'registers.view', 'organisation')]
