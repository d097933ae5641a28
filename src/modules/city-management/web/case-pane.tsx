import { useTranslation } from 'react-i18next'
import { DetailPane, Facts, Section } from '#kit/detail-pane.tsx'
import { useLive } from '#kit/live.ts'
import { Link } from '#kit/navigate.tsx'
import { refresh, useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Photos } from '#kit/timeline.tsx'
import { Time } from '#kit/time.tsx'
import { channelTitles } from '../../../engines/cases/words.ts'
import type { CaseDetail } from '../schema.ts'
import { CaseClock } from './case-clock.tsx'
import { useCaseActions } from './case-actions.tsx'
import { CaseHistory } from './case-history.tsx'
import { CaseLimits } from './case-limits.tsx'
import { toneOfCase } from './case-look.ts'
import { CaseNote } from './case-note.tsx'
import { CasePlace } from './case-place.tsx'
import { CaseProcess } from './case-process.tsx'
import { CaseReports } from './case-reports.tsx'

/** One case whole: what, where, its clock, what I may do next, how it came here. */
export function CasePane({ id, close }: { id: string; close: () => void }) {
  const path = `/api/city-management/cases/${id}`
  const query = useApi<CaseDetail>(path)
  useLive('cases', (event) => void (event.ref === `cases.case:${id}` && refresh(path)))
  return <Loaded query={query}>{(found) => <OpenCase found={found} close={close} />}</Loaded>
}

function OpenCase({ found, close }: { found: CaseDetail; close: () => void }) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const { actions, dialog } = useCaseActions(found, close)
  return (
    <DetailPane
      title={text(found.category.title)}
      number={found.number}
      status={<StatusTag tone={toneOfCase(found)}>{found.suspended ? t('list.suspended') : text(found.stateTitle)}</StatusTag>}
      clock={<CaseClock card={found} size={22} />}
      actions={actions}
      onClose={close}
    >
      <What found={found} />
      {found.point && (
        <Section title={t('pane.where')}>
          <CasePlace found={found} />
        </Section>
      )}
      {found.similar.length > 0 && <Similar found={found} />}
      <Section title={t('pane.history')}>
        <CaseHistory found={found} />
        <CaseNote id={found.id} />
      </Section>
      {found.process && (
        <Section title={t('pane.process')}>
          <CaseProcess process={found.process} />
        </Section>
      )}
      {found.stages.length > 0 && (
        <Section title={t('pane.limits')}>
          <CaseLimits stages={found.stages} />
        </Section>
      )}
      <Section title={t('pane.reports')}>
        <CaseReports reports={found.reportList} />
      </Section>
      {dialog}
    </DetailPane>
  )
}

function What({ found }: { found: CaseDetail }) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const photos = found.pictures
    .filter(({ kind }) => kind.startsWith('image'))
    .map(({ id, href }) => ({ id, url: href, alt: t('act.photos') }))
  return (
    <Section title={t('pane.what')}>
      <p className="case-description">{found.description}</p>
      {photos.length > 0 && <Photos photos={photos} />}
      <Facts
        items={[
          [t('pane.address'), found.address],
          [t('pane.area'), text(found.area.name)],
          [t('pane.unit'), found.unit ? text(found.unit.name) : t('pane.noUnit')],
          [t('pane.channel'), `${text(channelTitles[found.channel])} · ${t('list.reports', { count: found.reports })}`],
          [t('pane.reported'), <Time key="at" at={found.reportedAt} />],
          [t('pane.suspendedUntil'), found.suspended?.until ? <Time key="until" at={found.suspended.until} /> : null],
          [
            t('pane.mergedInto'),
            found.mergedInto && <Link to={`/work/cases/${found.mergedInto.id}`}>{found.mergedInto.number}</Link>,
          ],
          [
            t('pane.mergedHere'),
            found.mergedHere.length === 0
              ? null
              : found.mergedHere.map(({ id, number }) => (
                  <Link key={id} to={`/work/cases/${id}`} className="case-merged">
                    {number}
                  </Link>
                )),
          ],
          [t('pane.hidden'), found.hidden ? '✓' : null],
          ...found.ratings.map(
            ({ stars, solved, text: words, at }, index) =>
              [
                index === 0 ? t('pane.ratings') : `${t('pane.ratings')} ${index + 1}`,
                <span key={at}>
                  {t('pane.stars', { count: stars })} · {t(solved ? 'pane.solved' : 'pane.notSolved')} {words}
                </span>,
              ] as const,
          ),
        ]}
      />
    </Section>
  )
}

/** Nearby cases that may be the same event; opening one shows it, merging stands among the actions. */
function Similar({ found }: { found: CaseDetail }) {
  const { t } = useTranslation('city-management')
  const text = useText()
  return (
    <Section title={t('pane.similar')}>
      <ul className="case-similar">
        {found.similar.map((other) => (
          <li key={other.id} className="row">
            <Link to={`/work/cases/${other.id}`} className="numbers">
              {other.number}
            </Link>
            <span>{text(other.category.title)}</span>
            <span className="quiet grow">{t('pane.metres', { count: other.metres })}</span>
            <span className="quiet">
              <Time at={other.reportedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
