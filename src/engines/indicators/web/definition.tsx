import { useTranslation } from 'react-i18next'
import { Facts } from '#kit/detail-pane.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Detail } from '../schema.ts'
import { shown } from './words.ts'

/** How it is counted, from what, since when; and the targets with their grounds. */
export function DefinitionOf({ detail }: { detail: Detail }) {
  const { t } = useTranslation('indicators')
  const text = useText()
  const { dataset, conditions, measure, definitions, targets } = detail
  return (
    <section className="figure-part figure-definition">
      <h2>{t('definition.title')}</h2>
      <Facts
        items={[
          [t('definition.source'), `${text(dataset.title)}（${dataset.view}）`],
          [t('definition.where'), conditions.length === 0 ? t('definition.all') : conditions.map((one) => text(one)).join('；')],
          [t('definition.measure'), text(measure)],
          [
            t('definition.versions'),
            definitions.length === 0
              ? t('definition.notYet')
              : definitions.map(({ version, since }) => (
                  <span key={version} className="figure-version">
                    {t('definition.version', { version })} <Time at={since} style="short" />
                  </span>
                )),
          ],
        ]}
      />
      <h3>{t('target.title')}</h3>
      {targets.length === 0 ? (
        <p className="quiet">{t('target.none')}</p>
      ) : (
        <ul className="figure-targets">
          {targets.toReversed().map((target) => (
            <li key={target.from}>
              <strong className="numbers">
                {shown(target.value, detail.digits)} {text(detail.unit)}
              </strong>{' '}
              {t('target.since', { from: target.from })}
              <span className="quiet">
                {text(target.basis)}
                {target.setBy && ` · ${target.setBy}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
