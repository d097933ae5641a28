import { defineModule, migrations } from '#kernel'
import { generalRoutes } from './routes.ts'

export const registers = defineModule({
  id: 'registers',
  title: { zh: '台账', en: 'Registers' },
  contributes: [migrations(new URL('./migrations/', import.meta.url)), generalRoutes],
})
