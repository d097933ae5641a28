import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { useText } from '#kit/text.ts'
import { useHere } from './register.ts'

/** What stands in the register, how long and by what right it is kept, what each column means. */
export function AboutDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const facts = [
    [t('about.what'), text(shape.about)],
    [t('about.retention'), text(shape.retention)],
    [t('about.basis'), text(shape.legalBasis)],
    [t('about.api'), shape.path],
  ] as const
  return (
    <Modal open title={text(shape.title)} footer={null} onCancel={close} width="46rem">
      <dl className="about-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('about.columns')}</h3>
      <div className="about-scroll">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('about.column')}</th>
              <th scope="col">{t('about.kind')}</th>
              <th scope="col">{t('about.rules')}</th>
            </tr>
          </thead>
          <tbody>
            {shape.columns.map((column) => (
              <tr key={column.name}>
                <th scope="row">
                  {text(column.title)}
                  <code className="quiet">{column.name}</code>
                </th>
                <td>
                  {t(`kind.${column.kind}`)}
                  {column.unit && `（${column.unit}）`}
                </td>
                <td className="quiet">
                  {[
                    column.required && t('about.required'),
                    shape.naturalKey.includes(column.name) && t('about.key'),
                    column.masked && t('value.masked'),
                    column.personal && t('about.personal'),
                    column.standard,
                    text(column.hint),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Modal>
  )
}
