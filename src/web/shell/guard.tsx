import { type ReactNode, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useGo, usePath } from '../kit/navigate.tsx'
import type { Page } from '../kit/page.ts'
import { allowed, useMe, usePlatform } from '../kit/session.ts'
import { Boundary, Loading, NoPermission, Notice } from '../kit/states.tsx'
import { useText } from '../kit/text.ts'

const changePath = '/change-password'

/** Draws a page for those who may use it; the server decides about the data anyway. */
export function Guarded({ page, children }: { page: Page; children: ReactNode }) {
  const text = useText()
  const me = useMe()
  const platform = usePlatform()
  const path = usePath()
  useEffect(() => {
    document.title = [text(page.title), text(platform?.title)].filter(Boolean).join(' · ')
  }, [page, platform, text])
  const needsStaff = page.front === 'work' || page.front === 'command'
  const needsSomeone = needsStaff || page.may !== undefined
  if (needsSomeone && me === undefined) return <Loading />
  if (needsSomeone && me === null) return <SignInFirst />
  if (needsStaff && me?.kind === 'citizen') return <NoPermission />
  if (me?.mustChangePassword && page.path !== changePath) return <PasswordFirst />
  if (!allowed(me, page.may)) return <NoPermission />
  return (
    <Boundary key={path}>
      <Suspense fallback={<Loading />}>{children}</Suspense>
    </Boundary>
  )
}

/** Leads to the page of the password, and from there back to where the person wanted. */
function PasswordFirst() {
  const go = useGo()
  useEffect(() => {
    const here = `${location.pathname}${location.search}`
    const back = ['/sign-in', '/'].includes(location.pathname) ? '' : `?to=${encodeURIComponent(here)}`
    go(`${changePath}${back}`, { replace: true })
  }, [go])
  return <Loading />
}

function SignInFirst() {
  const { t } = useTranslation('web')
  const here = `${location.pathname}${location.search}`
  const link = (
    <Link className="btn" data-kind="primary" to={`/sign-in?to=${encodeURIComponent(here)}`}>
      {t('account.signIn')}
    </Link>
  )
  return (
    <Notice icon="account" title={t('state.signInFirst')} action={link}>
      {t('state.signInFirstHint')}
    </Notice>
  )
}
