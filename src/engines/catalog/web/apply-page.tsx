import { Button, Checkbox, DatePicker, Form, Input, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { DetailPane, Section } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Loaded, Notice } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { type Application, type Distribution, type Filter, type Flag, Resource } from '../schema.ts'
import { howTitles } from '../words.ts'
import { FilterEditor } from './filter-editor.tsx'
import { applicationsPath, resourcesPath, SharingTag, useRefusal } from './look.tsx'
import './catalog.css'

interface Values {
  purpose: string
  duty: string
  how: 'api' | 'dataset' | 'exchange'
  quotaPerDay: number
  expiresOn: { format: (form: string) => string }
}

/** An application: what for, which fields, which rows, how, how much, until when. What the purpose does not cover is asked about before sending. */
export function ApplyPage() {
  const { id = '' } = usePathParams()
  return (
    <Loaded query={useApi(`${resourcesPath}/${id}`, Resource)}>
      {(resource) => {
        const table = resource.distributions.find(({ kind }) => kind === 'table')
        return table ? <ApplyForm resource={resource} table={table} /> : null
      }}
    </Loaded>
  )
}

function ApplyForm({ resource, table }: { resource: Resource; table: Distribution }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const go = useGo()
  const refused = useRefusal()
  const [fields, setFields] = useState<string[]>([])
  const [filters, setFilters] = useState<Filter[]>([])
  const [reasons, setReasons] = useState<Record<string, string>>({})
  const [flags, setFlags] = useState<Flag[]>()
  const body = ({ expiresOn, ...values }: Values) => ({
    ...values,
    expiresOn: expiresOn.format('YYYY-MM-DD'),
    distribution: table.id,
    fields,
    filters,
    reasons,
  })
  const send = useSend((values: Values) => api.post<Application>(applicationsPath, body(values)), {
    refresh: [applicationsPath],
    then: ({ id, share }) => go(share ? `/work/data-shares/${share}` : `/work/data-applications/${id}`),
  })
  const check = useSend((values: Values) => api.post<{ flags: Flag[] }>(`${applicationsPath}/check`, body(values)), {
    then: ({ flags: found }, values) => {
      setFlags(found)
      if (found.every(({ reason }) => reason)) send.mutate(values, { onError: refused })
    },
  })
  const finish = (values: Values) => (flags ? send : check).mutate(values, { onError: refused })
  const must = [{ required: true, message: t('upload.needed') }]
  return (
    <div className="catalog-page">
      <DetailPane
        title={`${t('apply.title')}：${text(resource.name)}`}
        number={resource.code}
        status={<SharingTag sharing={resource.sharing} />}
      >
        {resource.sharing === 2 && (
          <p className="catalog-basis">{t('apply.condition', { condition: resource.sharingBasis ?? '' })}</p>
        )}
        {resource.sharing === 1 && <p className="quiet">{t('apply.atOnce')}</p>}
        <Form<Values>
          layout="vertical"
          requiredMark={false}
          initialValues={{ how: resource.sharingWays[0] ?? 'api', quotaPerDay: 500 }}
          onFinish={finish}
          onValuesChange={() => setFlags(undefined)}
          className="apply-form"
        >
          <Form.Item
            name="purpose"
            label={t('apply.purpose')}
            extra={t('apply.purposeHint')}
            rules={[{ required: true, min: 6, message: t('apply.purposeShort') }]}
          >
            <Input.TextArea rows={3} maxLength={1000} />
          </Form.Item>
          <Form.Item name="duty" label={t('apply.duty')} extra={t('apply.dutyHint')} rules={must}>
            <Input maxLength={500} />
          </Form.Item>
          <Section
            title={t('apply.fields')}
            actions={<span className="quiet">{t('apply.chosen', { count: fields.length })}</span>}
          >
            <Checkbox.Group
              className="field-choice"
              value={fields}
              onChange={(chosen) => {
                setFields(chosen as string[])
                setFlags(undefined)
              }}
              options={table.items.map((item) => ({
                value: item.name,
                label: (
                  <span>
                    {item.personal && <Icon name="shield" size={14} />} {text(item.title)}
                  </span>
                ),
              }))}
            />
          </Section>
          <Section title={t('apply.rows')}>
            <FilterEditor items={table.items} value={filters} onChange={setFilters} />
          </Section>
          <Form.Item name="how" label={t('apply.how')}>
            <Radio.Group options={resource.sharingWays.map((way) => ({ value: way, label: text(howTitles[way]) }))} />
          </Form.Item>
          <div className="row-wrap">
            <Form.Item name="quotaPerDay" label={t('apply.quota')}>
              <InputNumber min={1} max={1_000_000} />
            </Form.Item>
            <Form.Item name="expiresOn" label={t('apply.until')} rules={must}>
              <DatePicker />
            </Form.Item>
          </div>
          {flags && flags.length > 0 && <Flags flags={flags} table={table} reasons={reasons} setReasons={setReasons} />}
          <div className="row">
            <span className="grow" />
            <Button onClick={() => go(`/work/catalog/${resource.id}`)}>{t('cancel')}</Button>
            <Button type="primary" htmlType="submit" disabled={fields.length === 0} loading={send.isPending || check.isPending}>
              {flags ? t('apply.sendAnyway') : t('apply.send')}
            </Button>
          </div>
        </Form>
      </DetailPane>
    </div>
  )
}

interface FlagProps {
  flags: readonly Flag[]
  table: Distribution
  reasons: Record<string, string>
  setReasons: (reasons: Record<string, string>) => void
}

/** What the approver will ask: answered here, or left out above. */
function Flags({ flags, table, reasons, setReasons }: FlagProps) {
  const { t } = useTranslation('catalog')
  const text = useText()
  return (
    <Notice icon="warning" tone="alarm" title={t('apply.flagged')}>
      <ul className="flag-list">
        {flags.map(({ field, text: why }) => {
          const key = field ?? '*'
          const title = field ? text(table.items.find(({ name }) => name === field)?.title) : t('apply.rows')
          return (
            <li key={key}>
              <label htmlFor={`reason-${key}`}>
                <strong>{title}</strong> {text(why)}
              </label>
              <Input
                id={`reason-${key}`}
                maxLength={300}
                placeholder={t('apply.reason')}
                value={reasons[key] ?? ''}
                onChange={(event) => setReasons({ ...reasons, [key]: event.target.value })}
              />
            </li>
          )
        })}
      </ul>
    </Notice>
  )
}
