import { useTranslation } from 'react-i18next'
import { useText } from '#kit/text.ts'
import type { Resource } from '../schema.ts'
import { typeTitles } from '../words.ts'

/** What each column means, in which unit and type. */
export function FieldsPanel({ resource }: { resource: Resource }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  return (
    <div className="data-grid" role="region" aria-label={t('tabs.fields')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('fields.name')}</th>
            <th scope="col">{t('fields.id')}</th>
            <th scope="col">{t('fields.type')}</th>
            <th scope="col">{t('fields.unit')}</th>
            <th scope="col">{t('fields.about')}</th>
          </tr>
        </thead>
        <tbody>
          {resource.fields.map(({ id, title, type, unit, about }) => (
            <tr key={id}>
              <th scope="row">{text(title)}</th>
              <td>
                <code>{id}</code>
              </td>
              <td>{text(typeTitles[type])}</td>
              <td>{unit ?? '–'}</td>
              <td>{text(about) || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
