import { Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { DetailPane, Section } from '#kit/detail-pane.tsx'
import { useAddress, useGo } from '#kit/navigate.tsx'
import { useSend } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import { Notice } from '#kit/states.tsx'
import { type ExchangeDetail, type Tried, Tried as TriedShape } from '../schema.ts'
import { ColumnsEditor, type Choice, firstChoice, isComplete } from './columns-editor.tsx'
import { DatabaseSource } from './database-source.tsx'
import { PaceFields, RhythmField } from './exchange-dialogs.tsx'
import { exchangesPath, number, useRefusal } from './look.tsx'
import { firstMetadata, MetadataFields, metadataOf, type MetadataValues } from './metadata-fields.tsx'
import { RowsTable } from './rows-table.tsx'
import './catalog.css'

type Way = 'database' | 'api'
interface Values extends MetadataValues {
  url?: string
  secret?: string
  everyMinutes: number
  batchSize: number
  timeoutMs: number
}

/** A new pull: the source is tried at once and shows its first rows; then which columns, what they are, and how often. */
export function NewExchangePage() {
  const { t } = useTranslation('catalog')
  const go = useGo()
  const refused = useRefusal()
  const me = useMe()
  const [{ from, database, table }, change] = useAddress()
  const way: Way = from === 'api' ? 'api' : 'database'
  const [form] = Form.useForm<Values>()
  const [tried, setTried] = useState<Tried>()
  const [choice, setChoice] = useState<Choice>()
  const found = (answer: Tried | undefined, about?: string) => {
    setTried(answer)
    setChoice(answer && firstChoice(answer))
    if (about && !form.getFieldValue('name')) form.setFieldsValue({ name: about })
  }
  const send = useSend(
    async (values: Values) => {
      const made = await create(way, values, choice as Choice, { database: database ?? '', table: table ?? '' })
      await api.post(`${exchangesPath}/${made.id}/run`)
      return made
    },
    {
      refresh: [exchangesPath, '/api/catalog/resources', '/api/catalog/databases'],
      then: ({ id }) => go(`/work/data-exchanges/${id}`),
    },
  )
  const switchTo = (next: Way) => {
    found(undefined)
    change({ from: next === 'api' ? 'api' : null, database: null, table: null })
  }
  return (
    <div className="catalog-page">
      <DetailPane title={t('exchange.new')} onClose={() => go('/work/data-exchanges')}>
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          className="wide-form"
          initialValues={{
            ...firstMetadata,
            cycle: 2,
            provider: me?.organisation?.path,
            everyMinutes: 1440,
            batchSize: 500,
            timeoutMs: 15_000,
          }}
          onFinish={(values) => send.mutate(values, { onError: refused })}
        >
          <Section title={t('intake.from')}>
            <Radio.Group
              value={way}
              onChange={(event) => switchTo(event.target.value as Way)}
              options={[
                { value: 'database', label: t('intake.database') },
                { value: 'api', label: t('intake.api') },
              ]}
            />
            {way === 'database' ? (
              <DatabaseSource database={database} table={table} choose={change} found={found} />
            ) : (
              <ApiSource found={found} />
            )}
          </Section>
          {tried && choice && (
            <>
              <Section title={t('intake.rows')}>
                <p className="quiet">
                  {tried.total === null
                    ? t('intake.tried', { ms: tried.ms })
                    : t('intake.triedOf', { ms: tried.ms, total: number(tried.total) })}
                </p>
                {tried.rows.length === 0 ? (
                  <p>{t('intake.empty')}</p>
                ) : (
                  <RowsTable rows={{ ...tried, isEstimated: false, next: null }} label={t('intake.rows')} />
                )}
              </Section>
              <Section title={t('intake.columns')}>
                <ColumnsEditor choice={choice} onChange={setChoice} isFixed={way === 'api'} />
              </Section>
              <Section title={t('metadata')}>
                <div className="form-pair">
                  <MetadataFields />
                </div>
              </Section>
              <Section title={t('intake.pace')}>
                <RhythmField />
                <PaceFields />
              </Section>
              {!isComplete(choice) && <Notice icon="info" title={t('intake.keyMissing')} />}
              <div className="row dialog-buttons">
                <span className="grow" />
                <Button type="primary" htmlType="submit" disabled={!isComplete(choice)} loading={send.isPending}>
                  {t('intake.send')}
                </Button>
              </div>
            </>
          )}
        </Form>
      </DetailPane>
    </div>
  )
}

function create(way: Way, values: Values, choice: Choice, source: { database: string; table: string }): Promise<ExchangeDetail> {
  const { url, secret, everyMinutes, batchSize, timeoutMs, ...metadata } = values
  const columns = choice.columns.filter(({ taken }) => taken)
  const body = {
    title: metadata.name,
    everyMinutes,
    batchSize,
    timeoutMs,
    metadata: metadataOf(metadata),
    keyColumns: choice.keys,
  }
  if (way === 'api')
    return api.post(`${exchangesPath}/pull`, {
      ...body,
      url,
      ...(secret && { secret }),
      columns: columns.map(({ name, title, type, mask }) => ({ name, title, type, mask })),
    })
  return api.post(`${exchangesPath}/database`, {
    ...body,
    ...source,
    ...(choice.changedBy && { changedBy: choice.changedBy }),
    columns: columns.map(({ from, name, title, type, natural, mask }) => ({
      from,
      name,
      title,
      mask,
      asText: type === 'text' && natural !== 'text',
    })),
  })
}

function ApiSource({ found }: { found: (tried: Tried | undefined) => void }) {
  const { t } = useTranslation('catalog')
  const form = Form.useFormInstance<Values>()
  const url = Form.useWatch<string | undefined>('url', form) ?? ''
  const attempt = useSend(
    () => {
      const { url: address, secret, timeoutMs, provider } = form.getFieldsValue(true) as Values
      return api.post(`${exchangesPath}/try`, { url: address, ...(secret && { secret }), timeoutMs, provider }, TriedShape)
    },
    { then: found },
  )
  return (
    <>
      <p className="quiet">{t('intake.apiHint')}</p>
      <div className="form-pair">
        <Form.Item name="url" label={t('exchange.url')}>
          <Input type="url" maxLength={2000} placeholder="https://" />
        </Form.Item>
        <Form.Item name="secret" label={t('exchange.secret')} extra={t('exchange.secretHint')}>
          <Input.Password maxLength={500} autoComplete="off" />
        </Form.Item>
      </div>
      <div className="row">
        <Button disabled={!/^https?:\/\/./.test(url)} loading={attempt.isPending} onClick={() => attempt.mutate(undefined)}>
          {t('intake.try')}
        </Button>
      </div>
      {attempt.error && (
        <p className="catalog-basis" role="alert">
          {attempt.error.detail}
        </p>
      )}
    </>
  )
}
