import { useTranslation } from 'react-i18next'
import { Link } from '../kit/navigate.tsx'
import { Notice } from '../kit/states.tsx'

export function NotFound() {
  const { t } = useTranslation('web')
  return (
    <main id="main">
      <Notice
        icon="map"
        title={t('state.noPage')}
        action={
          <Link className="btn" to="/">
            {t('action.home')}
          </Link>
        }
      >
        {t('state.noPageHint')}
      </Notice>
    </main>
  )
}
