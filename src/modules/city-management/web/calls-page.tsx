import { App, Button, Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError, withQuery } from '#kit/api.ts'
import { wallTime } from '#kit/district-time.ts'
import type { Place } from '#kit/map/place.ts'
import { PlacePicker } from '#kit/map/place-picker.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { NearbyCase } from '../../../engines/cases/schema.ts'
import type { CallReport, Matter, Receipt } from '../schema.ts'
import { useCategories } from './category-choice.ts'
import './field.css'

type Told = Pick<CallReport, 'callId' | 'phone' | 'category' | 'description'> &
  Partial<Pick<CallReport, 'name' | 'anonymous' | 'address'>>
const phoneLike = /^\+?[0-9][0-9 -]{4,18}$/
const newCallId = () => `T${wallTime(new Date()).replace(/\D/g, '').slice(2)}`

/** While the caller speaks: the form on the left, their earlier matters and the cases nearby on the right. */
export function CallsPage() {
  const { t } = useTranslation('city-management')
  const { message } = App.useApp()
  const [form] = Form.useForm<Told>()
  const [place, setPlace] = useState<Place | null>(null)
  const [joins, setJoins] = useState<NearbyCase | null>(null)
  const [turn, setTurn] = useState(0)
  const category = Form.useWatch('category', form)
  const look = useSend((phone: string) => api.post<{ items: Matter[] }>('/api/city-management/calls/matters', { phone }))
  const say = (error: ApiError) => void message.error(error.detail)
  const next = () => {
    form.resetFields()
    setPlace(null)
    setJoins(null)
    look.reset()
    setTurn(turn + 1)
  }
  const save = useSend(
    (told: Told) =>
      api.post<Receipt>('/api/city-management/calls', {
        ...told,
        ...(place && { point: place }),
        ...(joins && { joins: joins.id }),
        photos: [],
      }),
    {
      then: (receipt) => {
        void message.success(
          t(receipt.joined === 'opened' ? 'calls.saved' : 'calls.joined', { number: receipt.number, code: receipt.code }),
          12,
        )
        next()
      },
    },
  )
  const lookUp = (phone: string) => phoneLike.test(phone.trim()) && look.mutate(phone.trim(), { onError: say })
  return (
    <div className="calls-page">
      <CallForm
        key={turn}
        form={form}
        place={place}
        setPlace={setPlace}
        lookUp={lookUp}
        busy={save.isPending}
        save={(told) => save.mutate(told, { onError: say })}
      />
      <aside className="calls-beside">
        <Matters matters={look.data?.items} />
        <Near place={place} category={category} joins={joins} choose={setJoins} />
      </aside>
    </div>
  )
}

interface CallFormProps {
  form: ReturnType<typeof Form.useForm<Told>>[0]
  place: Place | null
  setPlace: (place: Place) => void
  lookUp: (phone: string) => void
  busy: boolean
  save: (told: Told) => void
}

function CallForm({ form, place, setPlace, lookUp, busy, save }: CallFormProps) {
  const { t } = useTranslation('city-management')
  const { families } = useCategories('staff')
  const must = (label: string) => [{ required: true, message: label }]
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ callId: newCallId() }} onFinish={save}>
      <h1>{t('calls.title')}</h1>
      <div className="calls-two">
        <Form.Item
          name="phone"
          label={t('calls.phone')}
          rules={[{ required: true, pattern: phoneLike, message: t('report.wrongPhone') }]}
        >
          <Input.Search
            inputMode="tel"
            autoFocus
            enterButton={t('calls.look')}
            onSearch={lookUp}
            onBlur={(event) => lookUp(event.target.value)}
          />
        </Form.Item>
        <Form.Item name="callId" label={t('calls.callId')} rules={must(t('calls.callId'))}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="name" label={t('calls.name')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="anonymous" valuePropName="checked" label=" " colon={false}>
          <Checkbox>{t('calls.anonymous')}</Checkbox>
        </Form.Item>
      </div>
      <Form.Item
        name="description"
        label={t('calls.description')}
        rules={[{ required: true, min: 2, message: t('calls.description') }]}
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 10 }} maxLength={2000} />
      </Form.Item>
      <div className="calls-two">
        <Form.Item name="category" label={t('calls.category')} rules={must(t('calls.category'))}>
          <Select
            showSearch
            optionFilterProp="label"
            options={families.map(({ title, members }) => ({
              label: title,
              options: members.map((member) => ({ value: member.code, label: member.title })),
            }))}
          />
        </Form.Item>
        <Form.Item name="address" label={t('calls.address')} rules={must(t('calls.address'))}>
          <Input maxLength={200} />
        </Form.Item>
      </div>
      <PlacePicker name="place" label={t('calls.place')} value={place} onChange={setPlace} height="260px" />
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('calls.save')}
      </Button>
    </Form>
  )
}

function Matters({ matters }: { matters: readonly Matter[] | undefined }) {
  const { t } = useTranslation('city-management')
  const text = useText()
  return (
    <section>
      <h2>{t('calls.matters')}</h2>
      {!matters && <p className="quiet">{t('calls.beforeLook')}</p>}
      {matters?.length === 0 && <p className="quiet">{t('calls.noMatters')}</p>}
      <ul>
        {matters?.map((matter) => (
          <li key={matter.id}>
            <span className="row">
              <Link to={`/work/cases/${matter.id}`} className="numbers" target="_blank">
                {matter.number}
              </Link>
              <span className="grow" />
              <StatusTag tone={matter.publicState === 'done' ? 'done' : 'active'}>{text(matter.stateTitle)}</StatusTag>
            </span>
            <p>
              {text(matter.category)} · {matter.address} · <Time at={matter.receivedAt} />
            </p>
            <p className="quiet">{matter.description}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Near({
  place,
  category,
  joins,
  choose,
}: {
  place: Place | null
  category: string | undefined
  joins: NearbyCase | null
  choose: (near: NearbyCase | null) => void
}) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const { data } = useApi<{ items: NearbyCase[] }>(
    place && withQuery('/api/cases/nearby', { lon: place.lon, lat: place.lat, category }),
  )
  if (joins)
    return (
      <p className="row">
        <StatusTag tone="active">{t('calls.joining', { number: joins.number })}</StatusTag>
        <Button size="small" onClick={() => choose(null)}>
          {t('calls.unjoin')}
        </Button>
      </p>
    )
  if (!data || data.items.length === 0) return null
  return (
    <section>
      <h2>{t('calls.near')}</h2>
      <ul>
        {data.items.map((near) => (
          <li key={near.id} className="row">
            <span className="grow">
              <span className="numbers">{near.number}</span> {text(near.category.title)} ·{' '}
              {t('pane.metres', { count: near.metres })}
              <p className="quiet">{near.address}</p>
            </span>
            <Button size="small" onClick={() => choose(near)}>
              {t('calls.join')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
