import { App, Button, Checkbox, Form, Input, Modal, Segmented, Select, Space, Table, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { Link, useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Candidates, Draft, type DraftLine, Drafts, Inbox, type Plan } from '../schema.ts'
import { cycleTitles, stateTitles } from '../words.ts'
import { GateReport } from './gate-report.tsx'
import { InboxItem } from './inbox-item.tsx'
import { useVocabulary } from './use-vocabulary.ts'
import './open-data.css'

const path = '/api/open-data'
const tones = { draft: 'neutral', review: 'active', published: 'done', withdrawn: 'neutral', returned: 'warning' } as const
const views = ['inbox', 'candidates', 'datasets'] as const

/** The desk of open data: what waits for an answer, what could be opened, what is open. */
export function DeskPage() {
  const { t } = useTranslation('open-data')
  const [address, change] = useAddress()
  const mayPublish = useMay('open-data.publish')
  const items = views
    .filter((view) => view !== 'candidates' || mayPublish)
    .map((key) => ({
      key,
      label: t(`desk.${key}`),
      children: key === 'inbox' ? <InboxList /> : key === 'candidates' ? <CandidateList /> : <DatasetList />,
    }))
  return (
    <div className="data-desk">
      <h1>{t('desk.title')}</h1>
      <Tabs activeKey={address['view'] ?? 'inbox'} onChange={(view) => change({ view })} items={items} destroyOnHidden />
    </div>
  )
}

function InboxList() {
  const { t } = useTranslation('open-data')
  const query = useApi(`${path}/desk/inbox`, Inbox, { everySeconds: 60 })
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{t('desk.nothing')}</p>
        ) : (
          <ul className="data-talk">
            {items.map((item) => (
              <InboxItem key={item.id} item={item} />
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

type Candidate = Candidates['items'][number]

function CandidateList() {
  const { t } = useTranslation('open-data')
  const text = useText()
  const query = useApi(`${path}/desk/candidates`, Candidates)
  const [chosen, setChosen] = useState<Candidate>()
  return (
    <>
      <p className="quiet">{t('desk.candidatesHint')}</p>
      <Loaded query={query}>
        {({ items }) => (
          <Table<Candidate>
            size="small"
            rowKey="id"
            dataSource={items}
            pagination={items.length > 30 ? { pageSize: 30 } : false}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: t('desk.resource'), render: (_, { name }) => text(name) },
              { title: t('facts.publisher'), render: (_, { provider }) => text(provider) },
              { title: t('facts.cycle'), render: (_, { cycle }) => text(cycleTitles[cycle]) },
              { title: t('desk.rows'), align: 'end', render: (_, { rows }) => rows ?? '–' },
              {
                title: t('desk.opening'),
                render: (_, { opening }) => t(opening === 1 ? 'desk.unconditional' : 'desk.conditional'),
              },
              {
                title: '',
                render: (_, candidate) => (
                  <Button size="small" type="primary" onClick={() => setChosen(candidate)}>
                    {t('desk.open')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {chosen && <OpenDialog candidate={chosen} close={() => setChosen(undefined)} />}
    </>
  )
}

interface Opening {
  name: string
  theme: string
  licence: string
  aboutPeople: boolean
}

function OpenDialog({ candidate, close }: { candidate: Candidate; close: () => void }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const go = useGo()
  const { message } = App.useApp()
  const { themes, licences } = useVocabulary()
  const [form] = Form.useForm<Opening>()
  const send = useSend((body: Opening) => api.post<Draft>(`${path}/desk/candidates/${candidate.id}/open`, body), {
    refresh: [path],
    then: (draft) => go(`/work/open-data/${draft.id}`),
  })
  return (
    <Modal
      open
      title={t('desk.openTitle', { name: text(candidate.name) })}
      okText={t('desk.check')}
      confirmLoading={send.isPending}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <p className="quiet">{text(candidate.about)}</p>
      <Form<Opening>
        form={form}
        layout="vertical"
        initialValues={{ name: candidate.slug, theme: themes[0]?.id, licence: licences[0]?.id, aboutPeople: false }}
        onFinish={(values) => send.mutate(values, { onError: (error: ApiError) => void message.error(error.detail) })}
      >
        <Form.Item
          name="name"
          label={t('publish.name')}
          rules={[{ required: true, pattern: /^[a-z0-9_-]{2,100}$/, message: t('publish.nameWrong') }]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="theme" label={t('facets.theme')}>
          <Select options={themes.map(({ id, title }) => ({ value: id, label: text(title) }))} />
        </Form.Item>
        <Form.Item name="licence" label={t('facets.licence')}>
          <Select options={licences.map(({ id, title }) => ({ value: id, label: text(title) }))} />
        </Form.Item>
        <Form.Item name="aboutPeople" valuePropName="checked">
          <Checkbox>{t('gate.aboutPeople')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}

const states = ['all', 'draft', 'review', 'published', 'withdrawn', 'returned'] as const

function DatasetList() {
  const { t } = useTranslation('open-data')
  const text = useText()
  const [state, setState] = useState<(typeof states)[number]>('all')
  const query = useApi(`${path}/drafts${state === 'all' ? '' : `?state=${state}`}`, Drafts)
  return (
    <Space direction="vertical" size="middle" className="data-wide">
      <Segmented
        value={state}
        onChange={setState}
        options={states.map((value) => ({ value, label: value === 'all' ? t('desk.all') : text(stateTitles[value]) }))}
      />
      <Loaded query={query}>
        {({ items }) => (
          <Table<DraftLine>
            size="small"
            rowKey="id"
            dataSource={items}
            pagination={items.length > 30 ? { pageSize: 30 } : false}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: t('publish.dataset'),
                render: (_, { id, title }) => <Link to={`/work/open-data/${id}`}>{text(title)}</Link>,
              },
              { title: t('facts.publisher'), render: (_, { publisher }) => text(publisher.title) },
              { title: t('facts.cycle'), render: (_, { cycle }) => text(cycleTitles[cycle]) },
              {
                title: t('desk.state'),
                render: (_, { state: at }) => <StatusTag tone={tones[at]}>{text(stateTitles[at])}</StatusTag>,
              },
              { title: t('desk.note'), render: (_, { stateWhy }) => stateWhy ?? '' },
            ]}
          />
        )}
      </Loaded>
    </Space>
  )
}

/** One dataset at the desk: the gate's report and what may be done next. */
export function DeskDraftPage() {
  const { id } = usePathParams()
  const query = useApi(`${path}/drafts/${id}`, Draft)
  return <div className="data-desk">{<Loaded query={query}>{(draft) => <DeskDraft draft={draft} />}</Loaded>}</div>
}

function DeskDraft({ draft }: { draft: Draft }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const { message } = App.useApp()
  const here = `${path}/drafts/${draft.id}`
  const refused = (error: ApiError) => void message.error(error.detail)
  const plan = useSend(
    ({ resource, body }: { resource: string; body: Plan }) => api.put<Draft>(`${here}/resources/${resource}/plan`, body),
    { refresh: [path] },
  )
  return (
    <div className="stack">
      <p>
        <Link to="/work/open-data?view=datasets">
          <Icon name="back" size="1em" /> {t('desk.back')}
        </Link>
      </p>
      <h1 className="data-head">
        <span>{text(draft.title)}</span>
        <StatusTag tone={tones[draft.state]}>{text(stateTitles[draft.state])}</StatusTag>
      </h1>
      <p>{text(draft.notes)}</p>
      <p className="quiet">
        {text(draft.publisher.title)} · {text(cycleTitles[draft.cycle])}
        {draft.reviewDueAt && (
          <>
            {' · '}
            {t('questions.due')} <Time at={draft.reviewDueAt} style="short" />
          </>
        )}
      </p>
      {draft.stateWhy && <p role="status">{draft.stateWhy}</p>}
      <Acts draft={draft} />
      {draft.resources.map((resource) => (
        <GateReport
          key={resource.id}
          resource={resource}
          isBusy={plan.isPending}
          {...(draft.may.change && {
            change: (body: Plan) => plan.mutate({ resource: resource.id, body }, { onError: refused }),
          })}
        />
      ))}
    </div>
  )
}

function Acts({ draft }: { draft: Draft }) {
  const { t } = useTranslation('open-data')
  const go = useGo()
  const { message } = App.useApp()
  const [asking, setAsking] = useState<'return' | 'withdraw'>()
  const [why, setWhy] = useState('')
  const here = `${path}/drafts/${draft.id}`
  const act = useSend(
    ({ at, body, remove }: { at: string; body?: object; remove?: boolean }) =>
      remove ? api.delete(here) : api.post(`${here}/${at}`, body ?? {}),
    {
      refresh: [path],
      then: (_, { remove }) => {
        setAsking(undefined)
        if (remove) go('/work/open-data?view=datasets')
      },
    },
  )
  const run = (input: { at: string; body?: object; remove?: boolean }) =>
    act.mutate(input, { onError: (error) => void message.error(error.detail) })
  const isReview = draft.state === 'review'
  const passes = draft.resources.every(({ report }) => report?.verdict === 'open')
  return (
    <Space wrap>
      {draft.may.publish && isReview && (
        <>
          <Button
            type="primary"
            disabled={!passes}
            loading={act.isPending}
            onClick={() => run({ at: 'decide', body: { approve: true } })}
          >
            {t('desk.approve')}
          </Button>
          <Button onClick={() => setAsking('return')}>{t('desk.return')}</Button>
        </>
      )}
      {draft.may.submit && (
        <>
          <Button type="primary" disabled={!passes} loading={act.isPending} onClick={() => run({ at: 'submit' })}>
            {t(draft.may.publish ? 'desk.publish' : 'publish.submit')}
          </Button>
          <Button danger onClick={() => run({ at: '', remove: true })}>
            {t('desk.discard')}
          </Button>
        </>
      )}
      {draft.may.withdraw && (
        <Button danger onClick={() => setAsking('withdraw')}>
          {t('desk.withdraw')}
        </Button>
      )}
      {draft.state === 'published' && (
        <a href={`/data/${draft.name}`} target="_blank" rel="noreferrer">
          {t('publish.see')} <Icon name="external" size="1em" />
        </a>
      )}
      <Modal
        open={asking !== undefined}
        title={t(asking === 'withdraw' ? 'desk.withdraw' : 'desk.return')}
        onCancel={() => setAsking(undefined)}
        okButtonProps={{ disabled: why.trim().length < 2, loading: act.isPending }}
        onOk={() =>
          run(asking === 'withdraw' ? { at: 'withdraw', body: { why } } : { at: 'decide', body: { approve: false, why } })
        }
      >
        <Input.TextArea
          rows={3}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
          placeholder={t('desk.why')}
          aria-label={t('desk.why')}
          maxLength={500}
        />
      </Modal>
    </Space>
  )
}
