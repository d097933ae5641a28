export const zh = {
  title: '我的消息',
  none: '没有消息',
  noneHint: '与您有关的事情有进展时，会在这里告诉您。',
  open: '查看',
  readAll: '全部标为已读',
  more: '更早的消息',
}
export const en: typeof zh = {
  title: 'My messages',
  none: 'No messages',
  noneHint: 'When something of yours moves on, you are told here.',
  open: 'Open',
  readAll: 'Mark all as read',
  more: 'Earlier messages',
}
