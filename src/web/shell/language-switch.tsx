import { useTranslation } from 'react-i18next'
import { Icon } from '../kit/icon.tsx'
import { useLanguage } from '../kit/text.ts'
import { chooseLanguage } from './i18n.ts'

/** Names the other language in that language. */
export function LanguageSwitch({ className = 'btn' }: { className?: string }) {
  const { t } = useTranslation('web')
  const other = useLanguage() === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className={className}
      data-kind="plain"
      data-size="small"
      onClick={() => chooseLanguage(other)}
      title={t('shell.language')}
      lang={other === 'en' ? 'en' : 'zh-CN'}
    >
      <Icon name="globe" />
      {other === 'en' ? 'English' : '中文'}
    </button>
  )
}
