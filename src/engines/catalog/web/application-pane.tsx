import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { DetailPane, Facts, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { Link, useGo } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Application, type Filter } from '../schema.ts'
import { howTitles, maskTitles, operatorTitles } from '../words.ts'
import { applicationsPath, ApplicationTag, number, sharesPath, useRefusal } from './look.tsx'
import { type Act, DecideDialog } from './decide-dialog.tsx'

export function ApplicationPane({ id, close }: { id: string; close: () => void }) {
  const query = useApi(`${applicationsPath}/${id}`, Application)
  return <Loaded query={query}>{(application) => <Pane application={application} close={close} />}</Loaded>
}

const refreshed = [applicationsPath, sharesPath, '/api/process', '/api/catalog/resources']

function useActions(application: Application, open: (act: Act) => void): PaneAction[] {
  const { t } = useTranslation('catalog')
  const go = useGo()
  const refused = useRefusal()
  const answer = useSend((body: object) => api.post(`${applicationsPath}/${application.id}/answer`, body), { refresh: refreshed })
  const leave = useSend((body: object) => api.post(`${applicationsPath}/${application.id}/appeal`, body), { refresh: refreshed })
  const { may, version, share } = application
  const run = (send: typeof answer, outcome: string) => send.mutateAsync({ version, outcome }).catch(refused)
  return [
    ...(may.decide
      ? [
          { key: 'approve', title: t('application.approve'), primary: true, icon: 'check' as const, run: () => open('approve') },
          { key: 'less', title: t('application.less'), icon: 'sliders' as const, run: () => open('less') },
          { key: 'refuse', title: t('application.refuse'), danger: true, icon: 'ban' as const, run: () => open('refuse') },
        ]
      : []),
    ...(may.answer
      ? [
          {
            key: 'accept',
            title: t('application.accept'),
            primary: true,
            icon: 'check' as const,
            run: () => run(answer, 'accept'),
          },
          { key: 'resubmit', title: t('application.resubmit'), icon: 'return' as const, run: () => open('resubmit') },
          { key: 'withdraw', title: t('application.withdraw'), danger: true, run: () => run(answer, 'withdraw') },
        ]
      : []),
    ...(may.appeal
      ? [
          { key: 'appeal', title: t('application.appeal'), primary: true, icon: 'megaphone' as const, run: () => open('appeal') },
          { key: 'agree', title: t('application.agree'), run: () => run(leave, 'agree') },
        ]
      : []),
    ...(may.arbitrate
      ? [
          { key: 'grant', title: t('application.grant'), primary: true, icon: 'check' as const, run: () => open('grant') },
          { key: 'uphold', title: t('application.uphold'), icon: 'ban' as const, run: () => open('uphold') },
        ]
      : []),
    ...(share
      ? [{ key: 'share', title: t('application.share'), icon: 'key-round' as const, run: () => go(`/work/data-shares/${share}`) }]
      : []),
  ]
}

function Pane({ application, close }: { application: Application; close: () => void }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [act, setAct] = useState<Act>()
  const actions = useActions(application, setAct)
  const { terms } = application
  return (
    <DetailPane
      title={text(application.resource.name)}
      number={application.number}
      status={<ApplicationTag state={application.state} />}
      actions={actions}
      onClose={close}
    >
      {application.answer && (
        <p className="catalog-basis" role="note">
          <strong>{application.answeredBy}</strong>：{application.answer}
        </p>
      )}
      <Facts
        items={[
          [t('fact.due'), application.dueAt && <Time key="due" at={application.dueAt} style="short" />],
          [t('fact.applicant'), `${text(application.consumerName)} ${application.applicantName}`],
          [t('fact.provider'), text(application.providerName)],
          [t('fact.purpose'), application.purpose],
          [t('fact.duty'), application.duty],
          [t('fact.how'), text(howTitles[application.how])],
          [t('fact.quota'), number(application.quotaPerDay)],
          [t('fact.until'), application.expiresOn],
          [
            t('fact.resource'),
            <Link key="r" to={`/work/catalog/${application.resource.id}`}>
              {application.resource.code}
            </Link>,
          ],
        ]}
      />
      <Asked application={application} />
      {terms && (
        <Section title={application.state === 'granted' ? t('application.granted') : t('application.offer')}>
          <Facts
            items={[
              [t('apply.fields'), terms.fields.map((name) => titleOf(application, name, text)).join('、')],
              [
                t('fact.mask'),
                Object.entries(terms.masks)
                  .map(([name, mask]) => `${titleOf(application, name, text)}（${text(maskTitles[mask])}）`)
                  .join('、'),
              ],
              [t('apply.rows'), conditions(application, terms.filters, text) || t('filter.all')],
              [t('fact.quota'), number(terms.quotaPerDay)],
              [t('fact.until'), terms.expiresOn],
            ]}
          />
        </Section>
      )}
      {act && <DecideDialog application={application} act={act} close={() => setAct(undefined)} />}
    </DetailPane>
  )
}

type Say = ReturnType<typeof useText>
export const titleOf = ({ items }: Pick<Application, 'items'>, name: string, text: Say): string =>
  text(items.find((item) => item.name === name)?.title) || name
export const conditions = (application: Pick<Application, 'items'>, filters: readonly Filter[], text: Say): string =>
  filters
    .map(
      ({ column, op, value }) =>
        `${titleOf(application, column, text)} ${text(operatorTitles[op])} ${op === 'null' ? '' : [value].flat().join('、')}`,
    )
    .join('；')

/** What was asked for; beside each field that the purpose does not name stands why, or that nobody said. */
function Asked({ application }: { application: Application }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const rows = application.flags.find(({ field }) => field === null)
  return (
    <Section title={t('application.asked')}>
      <ul className="asked">
        {application.fields.map((name) => {
          const flag = application.flags.find(({ field }) => field === name)
          const item = application.items.find((candidate) => candidate.name === name)
          return (
            <li key={name} data-flagged={flag !== undefined || undefined}>
              {item?.personal && <Icon name="shield" size={14} />} {text(item?.title) || name}
              {flag && (
                <small>
                  <Icon name="warning" size={13} />{' '}
                  {flag.reason ? t('application.because', { reason: flag.reason }) : text(flag.text)}
                </small>
              )}
            </li>
          )
        })}
      </ul>
      <p>
        {t('apply.rows')}：{conditions(application, application.filters, text) || t('filter.all')}
        {rows && (
          <small className="flag-note">
            {' '}
            {rows.reason ? t('application.because', { reason: rows.reason }) : text(rows.text)}
          </small>
        )}
      </p>
    </Section>
  )
}
