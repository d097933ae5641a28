import { useTranslation } from 'react-i18next'
import { useText } from '#kit/text.ts'
import type { TreeUse } from '../schema.ts'
import './identity.css'

/** What hangs on a unit or an area, by kind: unfinished, and in all. */
export function UseList({ use }: { use: readonly TreeUse[] }) {
  const { t } = useTranslation('identity')
  const text = useText()
  if (use.length === 0) return <p className="quiet">{t('hangsNothing')}</p>
  return (
    <table className="use-list">
      <thead>
        <tr>
          <th scope="col">{t('what')}</th>
          <th scope="col">{t('live')}</th>
          <th scope="col">{t('inAll')}</th>
        </tr>
      </thead>
      <tbody>
        {use.map(({ title, live, all, isMore }) => (
          <tr key={title.en}>
            <th scope="row">{text(title)}</th>
            <td className="numbers">{live}</td>
            <td className="numbers">{isMore ? t('moreThan', { count: all }) : all}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
