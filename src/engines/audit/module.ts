import { beforeCommit, defineModule, migrations, permissions, ticker } from '#kernel'
import { actionTitles } from './actions.ts'
import { auditCommand } from './command.ts'
import { writeEntries } from './record.ts'
import { secretsCommand } from './rekey.ts'
import { routes } from './routes.ts'
import { sealEntries } from './seal.ts'

export const audit = defineModule({
  id: 'audit',
  title: { zh: '审计', en: 'Audit' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    permissions({ 'audit.read': { zh: '查询审计日志', en: 'Read the audit log' } }),
    actionTitles({
      'audit.read': { zh: '查看个人信息或日志', en: 'Read personal data or the log' },
      'audit.rekey': { zh: '用新密钥重新加密', en: 'Seal anew with another key' },
    }),
    beforeCommit({ id: 'audit', run: writeEntries }),
    ticker({ id: 'audit.seal', everySeconds: 1, run: sealEntries }),
    auditCommand,
    secretsCommand,
    routes,
  ],
})
