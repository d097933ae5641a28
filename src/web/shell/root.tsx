import { Outlet } from '@tanstack/react-router'
import { Suspense, useLayoutEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { usePath } from '../kit/navigate.tsx'
import { usePreference } from '../kit/preferences.ts'
import { Boundary, Loading } from '../kit/states.tsx'

export type ThemeChoice = 'light' | 'dark'

/** The theme belongs to the front end: the wall is dark, the portal light, the workbench as its user likes it. */
function useTheme(): void {
  const path = usePath()
  const [chosen] = usePreference<ThemeChoice>('theme', 'light')
  const theme = path.startsWith('/command') ? 'dark' : path.startsWith('/work') ? chosen : 'light'
  const front = path.startsWith('/command') ? 'command' : path.startsWith('/work') ? 'work' : 'portal'
  const [elder] = usePreference('elder', false)
  useLayoutEffect(() => {
    document.documentElement.dataset.front = front
    document.documentElement.toggleAttribute('data-elder', front === 'portal' && elder)
  }, [front, elder])
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', theme === 'dark' ? '#071626' : '#F6F8F7')
  }, [theme])
}

export function Root() {
  const { t } = useTranslation('web')
  useTheme()
  return (
    <>
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <Boundary>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </Boundary>
    </>
  )
}
