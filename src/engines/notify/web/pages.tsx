import { type Page, page } from '#kit/page.ts'

export const pages: Page[] = [
  {
    front: 'portal',
    path: '/messages',
    title: { zh: '我的消息', en: 'My messages' },
    may: 'signed-in',
    menu: {
      group: 'mine',
      order: 20,
      icon: 'bell',
      hint: { zh: '您反映的问题有进展时在这里告诉您', en: 'News about what you reported' },
    },
    component: page(() => import('./messages-page.tsx'), 'MessagesPage'),
  },
]
