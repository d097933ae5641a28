import { defineModule, migrations, port } from '#kernel'
import { routes } from './routes.ts'
import { searchHits } from './service.ts'
import { placed } from './placed.ts'

export const search = defineModule({
  id: 'search',
  title: { zh: '搜索', en: 'Search' },
  contributes: [placed, migrations(new URL('./migrations/', import.meta.url)), port(searchHits), routes],
})
