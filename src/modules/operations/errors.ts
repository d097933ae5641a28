import { defineError } from '#kernel'

export const notDead = defineError('conflict', 'not_dead', {
  zh: '这条投递已经不在失败列表里：可能刚被别人重放或丢弃。请刷新列表。',
  en: 'This delivery is no longer among the failed ones; someone may just have replayed or discarded it. Refresh the list.',
})
