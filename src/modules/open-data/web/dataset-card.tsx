import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { DatasetLine } from '../schema.ts'
import { useVocabulary } from './use-vocabulary.ts'

/** A dataset as one reads it in a list: what it is, whose, how fresh, in what it can be had. */
export function DatasetCard({ dataset, level = 3 }: { dataset: DatasetLine; level?: 2 | 3 }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const { theme } = useVocabulary()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <article className="data-card">
      <p className="data-card-top quiet">
        <span>{theme(dataset.theme)}</span>
        <span>{text(dataset.publisher.title)}</span>
        {dataset.publisher.kind === 'enterprise' && <span className="data-mark">{t('enterprise')}</span>}
      </p>
      <Heading>
        <Link to={`/data/${dataset.name}`}>{text(dataset.title)}</Link>
      </Heading>
      <p className="data-card-notes">{text(dataset.notes)}</p>
      <p className="data-card-foot quiet">
        {dataset.dataAt && (
          <span>
            <Icon name={dataset.isLate ? 'warning' : 'refresh'} size="1em" /> {dataset.isLate ? t('late') : t('updated')}{' '}
            <Time at={dataset.dataAt} />
          </span>
        )}
        <span className="data-formats">
          {dataset.formats.map((format) => (
            <span key={format}>{format}</span>
          ))}
        </span>
        <span>{t('usedTimes', { count: dataset.downloads + dataset.calls })}</span>
      </p>
    </article>
  )
}
