import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { Link, usePath } from '../../kit/navigate.tsx'
import { useMe } from '../../kit/session.ts'
import { useText } from '../../kit/text.ts'
import { useMenu } from '../menu.ts'

/** On a phone: home, report a problem in the middle under the thumb, my matters. */
export function ThumbBar() {
  const { t } = useTranslation('web')
  const text = useText()
  const me = useMe()
  const menu = useMenu('portal')
  const report = menu.find((page) => page.menu.group === 'report')
  const mine = menu.find((page) => page.menu.group === 'mine')
  return (
    <nav className="thumb-bar" aria-label={t('portal.thumbBar')}>
      <Entry to="/" icon="house" title={t('portal.home')} />
      {report && <Entry to={report.path} icon={report.menu.icon} title={text(report.title)} main />}
      {mine ? (
        <Entry to={mine.path} icon={mine.menu.icon} title={text(mine.title)} />
      ) : (
        <Entry to={me ? '/account' : '/sign-in'} icon="account" title={me ? t('account.mine') : t('account.signIn')} />
      )}
    </nav>
  )
}

function Entry({ to, icon, title, main = false }: { to: string; icon: IconName; title: string; main?: boolean }) {
  const here = usePath() === to
  return (
    <Link to={to} data-main={main || undefined} {...(here && { 'aria-current': 'page' as const })}>
      <Icon name={icon} size={main ? 26 : 24} />
      <span>{title}</span>
    </Link>
  )
}
