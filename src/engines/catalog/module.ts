import { defineModule, migrations, permissions, protectedType, seed, service, settings, system } from '#kernel'
import { searchType } from '#engines/search'
import { acts } from './acts.ts'
import { enterDeclared } from './declared.ts'
import { resourceType } from './protected.ts'
import { routes } from './routes.ts'
import { catalogSettings } from './settings.ts'

/** The district's directory of information resources 信息资源目录, and sharing by it. */
export const catalog = defineModule({
  id: 'catalog',
  title: { zh: '信息资源目录', en: 'Data directory' },
  contributes: [
    migrations(new URL('./migrations/', import.meta.url)),
    permissions({
      'catalog.read': { zh: '查看信息资源目录', en: 'See the data directory' },
      'catalog.steward': { zh: '编目和维护本单位信息资源', en: 'Keep a unit’s information resources' },
    }),
    settings(catalogSettings),
    acts,
    protectedType(resourceType),
    searchType({
      type: 'catalog.resource',
      title: { zh: '信息资源', en: 'Information resource' },
      href: (id) => `/work/catalog/${id}`,
    }),
    seed({ id: 'catalog.declared', when: 'first', run: enterDeclared }),
    // What the rooms declare may have changed with the program: looked at again at every start.
    service({
      id: 'catalog.declared',
      role: 'worker',
      start: async (platform) => {
        await platform.transact({ user: system, origin: { kind: 'seed', name: 'catalog.declared' } }, 'write', enterDeclared)
        return { stop: async () => {} }
      },
    }),
    routes,
  ],
})
