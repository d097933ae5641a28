import { type ComponentType, lazy, Suspense } from 'react'
import type { Page } from '#kit/page.ts'
import { usePathParams } from '#kit/navigate.tsx'
import { Loading } from '#kit/states.tsx'
import { type Mount, mount } from './mounted.ts'

const RegisterPage = lazy(async () => ({ default: (await import('./register-page.tsx')).RegisterPage }))
const ImportsPage = lazy(async () => ({ default: (await import('./imports-page.tsx')).ImportsPage }))

type Screen = 'rows' | 'imports'

/** One screen of one register; on the general pages the address names the register. */
export function screen(which: Screen, fixed?: { register: string; path: string }): ComponentType {
  const Shown = which === 'rows' ? RegisterPage : ImportsPage
  return function RegisterScreen() {
    const { register = '' } = usePathParams()
    const id = fixed?.register ?? register
    return (
      <Suspense fallback={<Loading rows={8} />}>
        <Shown key={id} register={id} base={fixed?.path ?? `/work/registers/${id}`} />
      </Suspense>
    )
  }
}

/**
 * A register as pages of its module, in one line of its `web/pages.tsx`:
 * `...registerPage({ register: 'credit.records', path: '/work/credit/records', title, may: 'credit.read', menu })`.
 * List, row, form, history, import and export come with it; links to its rows find this page.
 */
export function registerPage(given: Mount): Page[] {
  mount(given)
  const { path, title, may, menu, register } = given
  const common = { front: 'work', title, may } as const
  return [
    { ...common, path, ...(menu && { menu }), component: screen('rows', given) },
    { ...common, path: `${path}/imports`, component: screen('imports', given) },
    { ...common, path: `${path}/imports/$import`, component: screen('imports', given) },
    { ...common, path: `${path}/$id`, opens: register, component: screen('rows', given) },
  ]
}
