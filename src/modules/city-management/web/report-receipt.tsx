import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Receipt as Done } from '#kit/form/step-form.tsx'
import { Link } from '#kit/navigate.tsx'
import type { Receipt } from '../schema.ts'

/** The number and the code to keep, and where to follow. */
export function ReportReceipt({ receipt, again }: { receipt: Receipt; again: () => void }) {
  const { t } = useTranslation('city-management')
  return (
    <Done title={t('report.sent')} number={receipt.number}>
      {receipt.joined !== 'opened' && <p>{t('report.joined', { number: receipt.number })}</p>}
      <dl className="receipt-code">
        <dt>{t('report.keep')}</dt>
        <dd className="numbers">{receipt.code}</dd>
      </dl>
      <p className="quiet">{t('report.keepHint')}</p>
      <p className="row-wrap">
        <Link
          className="btn"
          data-kind="primary"
          to={withQuery('/report/follow', { number: receipt.number, code: receipt.code })}
        >
          {t('report.follow')}
        </Link>
        <button type="button" className="btn" onClick={again}>
          {t('report.another')}
        </button>
      </p>
    </Done>
  )
}
