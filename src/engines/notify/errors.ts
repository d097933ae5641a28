import { defineError } from '#kernel'

export const tooManyStreams = defineError('too_many', 'too_many_streams', {
  zh: '您打开的实时页面太多（上限 {limit} 个），请关闭一些后刷新。',
  en: 'You have too many live pages open (at most {limit}). Close some and reload.',
})
