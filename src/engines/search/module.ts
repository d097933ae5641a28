import { defineModule, migrations, port } from '#kernel'
import { routes } from './routes.ts'
import { searchHits } from './service.ts'

export const search = defineModule({
  id: 'search',
  title: { zh: '搜索', en: 'Search' },
  contributes: [migrations(new URL('./migrations/', import.meta.url)), port(searchHits), routes],
})
