import { actionTitles } from '#engines/audit'
import { defineModule, migrations } from '#kernel'
import { routes } from './routes.ts'
import { paperTypeContribution } from './store.ts'

export const documents = defineModule({
  id: 'documents',
  title: { zh: '文书与表格', en: 'Papers and tables' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    paperTypeContribution,
    actionTitles({
      'documents.issue': { zh: '出具文书', en: 'Issued a paper' },
      'documents.revoke': { zh: '撤销文书', en: 'Revoked a paper' },
    }),
    routes,
  ],
})
