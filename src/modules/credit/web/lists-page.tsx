import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError, withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { DetailPane, Facts } from '#kit/detail-pane.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { refresh, useApi, usePages } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Empty } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { ListInfo, ListView } from '../schema.ts'
import './credit.css'

const tones = { noticed: 'warning', entered: 'alarm', exited: 'neutral', dropped: 'neutral' } as const

function useColumns(): Column<ListView>[] {
  const { t } = useTranslation('credit')
  const text = useText()
  return useMemo(
    () => [
      { id: 'subject', title: { zh: '主体', en: 'Subject' }, width: 'minmax(11rem, 1.5fr)', cell: (entry) => entry.subject.name },
      { id: 'list', title: { zh: '名单', en: 'List' }, width: 'minmax(11rem, 1.5fr)', cell: (entry) => text(entry.title) },
      {
        id: 'state',
        title: { zh: '状态', en: 'State' },
        width: '7rem',
        card: 'status',
        cell: (entry) => <StatusTag tone={tones[entry.state]}>{t(`lists.state.${entry.state}`)}</StatusTag>,
      },
      {
        id: 'heard',
        title: { zh: '陈述申辩期', en: 'Hearing' },
        width: '9rem',
        cell: (entry) => entry.state === 'noticed' && <Hearing entry={entry} />,
      },
      {
        id: 'entered',
        title: { zh: '列入', en: 'Listed' },
        width: '7rem',
        cell: (entry) => <span className="numbers">{entry.enteredOn}</span>,
      },
      {
        id: 'until',
        title: { zh: '期限', en: 'Until' },
        width: '7rem',
        cell: (entry) => <span className="numbers">{entry.until}</span>,
      },
      { id: 'department', title: { zh: '认定单位', en: 'Department' }, width: '9rem', cell: (entry) => text(entry.department) },
    ],
    [t, text],
  )
}

/** Until when the subject may speak; over, it waits for the unit to decide. */
function Hearing({ entry }: { entry: ListView }) {
  const { t } = useTranslation('credit')
  const isOver = new Date(entry.heardUntil).getTime() <= Date.now()
  return (
    <>
      {isOver ? (
        <StatusTag tone="warning">{t('lists.heardOver')}</StatusTag>
      ) : (
        <span className="numbers">{entry.heardUntil.slice(0, 10)}</span>
      )}
      {entry.statement && <small className="quiet"> {t('lists.stated')}</small>}
    </>
  )
}

/** 严重失信主体名单: notice, hearing, entry, exit. */
export function ListsPage() {
  const { t } = useTranslation('credit')
  const mayList = useMay('credit.list')
  const [{ show, state }, change] = useAddress()
  const columns = useColumns()
  const query = usePages<ListView>(withQuery('/api/credit/list-entries', { state }))
  const [making, setMaking] = useState(false)
  const open = query.rows.find(({ id }) => id === show)
  return (
    <>
      <SplitView
        list={
          <DataList
            id="credit-lists"
            title={t('lists.title')}
            columns={columns}
            query={query}
            keyOf={(entry) => entry.id}
            onOpen={(entry) => change({ show: entry.id })}
            {...(show && { openKey: show })}
            filters={[
              {
                id: 'state',
                title: { zh: '全部状态', en: 'Any state' },
                options: [
                  { value: 'noticed', title: { zh: '已告知', en: 'Notified' } },
                  { value: 'entered', title: { zh: '在列', en: 'Listed' } },
                  { value: 'exited', title: { zh: '已移出', en: 'Off' } },
                  { value: 'dropped', title: { zh: '未列入', en: 'Not listed' } },
                ],
              },
            ]}
            toneOf={(entry) => (entry.state === 'entered' ? 'alarm' : undefined)}
            actions={
              mayList && (
                <Button type="primary" onClick={() => setMaking(true)}>
                  {t('lists.notice')}
                </Button>
              )
            }
            empty={<Empty icon="circle-check" title={t('lists.none')} />}
          />
        }
        {...(open && { detail: <EntryPane key={open.id} entry={open} mayList={mayList} close={() => change({ show: null })} /> })}
      />
      {making && <NoticeDialog close={() => setMaking(false)} />}
    </>
  )
}

const acts = { noticed: ['enter', 'drop'], entered: ['exit'], exited: [], dropped: [] } as const
type Act = 'enter' | 'drop' | 'exit'

function EntryPane({ entry, mayList, close }: { entry: ListView; mayList: boolean; close: () => void }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const { message } = App.useApp()
  const [asking, setAsking] = useState<Act | null>(null)
  const [why, setWhy] = useState('')
  const send = async (act: Act) => {
    try {
      await api.post(`/api/credit/list-entries/${entry.id}/${act}`, { version: entry.version, why: why.trim() })
    } catch (error) {
      void message.error((error as ApiError).detail)
    }
    setAsking(null)
    await refresh('/api/credit')
  }
  return (
    <>
      <DetailPane
        title={entry.subject.name}
        number={entry.documentNumber}
        status={<StatusTag tone={tones[entry.state]}>{t(`lists.state.${entry.state}`)}</StatusTag>}
        actions={
          mayList
            ? acts[entry.state].map((act, at) => ({
                key: act,
                title: t(`lists.${act}`),
                primary: at === 0,
                run: () => setAsking(act),
              }))
            : []
        }
        onClose={close}
      >
        <Facts
          items={[
            [t('lists.list'), text(entry.title)],
            [t('lists.basis'), entry.basis],
            [t('lists.facts'), entry.facts],
            [t('lists.consequence'), text(entry.consequence)],
            [t('lists.heard'), <Time key="heard" at={entry.heardUntil} style="short" />],
            [t('lists.statement'), entry.statement],
            [t('lists.entered'), entry.enteredOn],
            [t('lists.until'), entry.until],
            [t('lists.why'), entry.exitWhy],
          ]}
        />
      </DetailPane>
      <Modal
        open={asking !== null}
        title={asking ? t(`lists.${asking}`) : ''}
        cancelText={t('work.cancel')}
        okText={asking ? t(`lists.${asking}`) : ''}
        onCancel={() => setAsking(null)}
        onOk={() => asking && void send(asking)}
      >
        <Input.TextArea
          rows={3}
          aria-label={t('lists.why')}
          placeholder={t('lists.why')}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </Modal>
    </>
  )
}

function NoticeDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const { message } = App.useApp()
  const lists = useApi<{ items: ListInfo[] }>('/api/credit/lists')
  const [form] = Form.useForm()
  const finish = async (values: object) => {
    try {
      await api.post('/api/credit/list-entries', values)
      await refresh('/api/credit/list-entries')
      close()
    } catch (error) {
      void message.error((error as ApiError).detail)
    }
  }
  const needed = [{ required: true, message: t('mine.missing') }]
  return (
    <Modal
      open
      title={t('lists.notice')}
      okText={t('lists.send')}
      cancelText={t('work.cancel')}
      onOk={form.submit}
      onCancel={close}
      destroyOnHidden
    >
      <p className="quiet">{t('lists.noticeHint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values: object) => void finish(values)}>
        <Form.Item name="list" label={t('lists.list')} rules={needed}>
          <Select
            options={(lists.data?.items ?? []).map(({ code, title, basis }) => ({
              value: code,
              label: `${text(title)} · ${basis}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="subject" label={t('lists.subject')} rules={needed}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="facts" label={t('lists.facts')} rules={needed}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
        <Form.Item name="documentNumber" label={t('lists.document')} rules={needed}>
          <Input maxLength={80} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
