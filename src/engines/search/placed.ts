import { treeColumn } from '#kernel'

/** The index follows what it indexes. */
export const placed = [treeColumn('organisation', 'search.entry', 'organisation'), treeColumn('area', 'search.entry', 'area')]
