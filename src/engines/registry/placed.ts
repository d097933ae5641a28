import { treeColumn } from '#kernel'

const entities = { zh: '基础库实体', en: 'Registry entities' }
const sources = { zh: '基础库数据来源', en: 'Sources of the registries' }
const shares = { zh: '基础库授权', en: 'Shares of the registries' }
const addresses = { zh: '标准地址', en: 'Standard addresses' }

/** Where the base registries' rows stand in the two trees; those of its registers say so themselves. */
export const placed = [
  treeColumn('organisation', 'registry.source', 'organisation', { title: sources }),
  treeColumn('area', 'registry.entity', 'area', { title: entities }),
  treeColumn('organisation', 'registry.share', 'organisation', { title: shares }),
  treeColumn('organisation', 'registry.access', 'organisation', { past: true }),
  treeColumn('area', 'registry.address', 'area', { title: addresses }),
]
