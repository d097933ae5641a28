import { actionTitles } from '#engines/audit'

export const acts = actionTitles({
  'catalog.enter': { zh: '信息资源编目', en: 'Entered a resource into the directory' },
  'catalog.change': { zh: '修改资源目录', en: 'Changed a resource in the directory' },
  'catalog.change-item': { zh: '修改信息项', en: 'Changed an item of a resource' },
  'catalog.open': { zh: '发布为开放数据', en: 'Published as open data' },
  'catalog.close': { zh: '停止开放', en: 'Withdrew from open data' },
})
