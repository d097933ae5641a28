import { type Page, page } from '#kit/page.ts'

const title = { zh: '文书核验', en: 'Check a paper' }
const component = page(() => import('./verify-page.tsx'), 'VerifyPage')

export const pages: Page[] = [
  {
    front: 'portal',
    path: '/verify',
    title,
    menu: {
      group: 'open',
      order: 60,
      icon: 'shield-check',
      hint: { zh: '证明、报告是不是真的，一查便知', en: 'Is a certificate or report genuine?' },
    },
    component,
  },
  { front: 'portal', path: '/verify/$code', title, component },
]
