import { defineModule, job, migrations, sealedInside } from '#kernel'
import { registersCommand } from './command.ts'
import { sweepImports } from './import.ts'
import { checkImport } from './import-check.ts'
import { runImport } from './import-run.ts'
import { importActs } from './noting.ts'
import { generalRoutes } from './routes.ts'
import { placed } from './placed.ts'

export const registers = defineModule({
  id: 'registers',
  title: { zh: '台账', en: 'Registers' },
  contributes: [
    placed,
    migrations(new URL('./migrations/', import.meta.url)),
    generalRoutes,
    job(checkImport),
    job(runImport),
    sweepImports,
    importActs,
    sealedInside('registers.history', 'before', 'after'),
    sealedInside('registers.import', 'spool_key'),
    registersCommand,
  ],
})
