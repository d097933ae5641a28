import { defineModule, migrations, settings } from '#kernel'
import { routes } from './routes.ts'
import { fileSettings } from './settings.ts'
import { expireUploads, sweepOrphans } from './sweep.ts'

export const files = defineModule({
  id: 'files',
  title: { zh: '附件', en: 'Files' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    settings(fileSettings),
    routes,
    expireUploads,
    sweepOrphans,
  ],
})
