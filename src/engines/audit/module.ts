import { beforeCommit, defineModule, migrations, permissions } from '#kernel'
import { writeEntries } from './record.ts'

export const audit = defineModule({
  id: 'audit',
  title: { zh: '审计', en: 'Audit' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    permissions({ 'audit.read': { zh: '查询审计日志', en: 'Read the audit log' } }),
    beforeCommit({ id: 'audit', run: writeEntries }),
  ],
})
