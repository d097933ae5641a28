import { useTranslation } from 'react-i18next'
import { usePlatform } from '../kit/session.ts'
import './shell.css'

/** On every screen of a demo, so that nobody takes its people and cases for real ones. */
export function DemoBanner({ slim = false }: { slim?: boolean }) {
  const { t } = useTranslation('web')
  if (!usePlatform()?.demo) return null
  return (
    <p className="demo-banner" data-slim={slim || undefined}>
      {slim ? t('shell.demoShort') : t('shell.demo')}
    </p>
  )
}
