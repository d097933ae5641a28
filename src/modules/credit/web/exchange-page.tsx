import { App, Button, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { Link } from '#kit/navigate.tsx'
import { refresh, useApi, usePages, useSend } from '#kit/query.ts'
import { Empty, Failed, Loaded, Loading } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { BatchView, ExchangeState, MadeBatches } from '../schema.ts'
import './credit.css'

/** 上级交换: what waits, what was made, what came back. */
export function ExchangePage() {
  const { t } = useTranslation('credit')
  const text = useText()
  const { message } = App.useApp()
  const query = useApi<ExchangeState>('/api/credit/exchange')
  const make = useSend((all: boolean) => api.post<MadeBatches>('/api/credit/exchange', { all }), {
    refresh: ['/api/credit/exchange'],
    then: ({ made, left }) =>
      void message.success(left > 0 ? t('exchange.allMade', { count: made, left }) : t('exchange.made', { count: made })),
  })
  return (
    <div className="credit-work">
      <header className="row">
        <h1 className="grow">{t('exchange.title')}</h1>
        <Button type="primary" loading={make.isPending} onClick={() => make.mutate(false)}>
          {t('exchange.make')}
        </Button>
      </header>
      <Loaded query={query}>
        {({ queued, rejected, untold }) => (
          <>
            {untold > 0 && (
              <div className="credit-card">
                <span>{t('exchange.allHint', { count: untold.toLocaleString() })}</span>
                <span>
                  <Button loading={make.isPending} onClick={() => make.mutate(true)}>
                    {t('exchange.all')}
                  </Button>
                </span>
              </div>
            )}
            <h2>{t('exchange.queued')}</h2>
            {queued.length === 0 && <p className="quiet">{t('exchange.nothing')}</p>}
            <div className="credit-figures">
              {queued.map((field) => (
                <div key={field.field}>
                  <strong>{field.rows}</strong>
                  <span className="quiet">{text(field.title)}</span>
                </div>
              ))}
            </div>
            {rejected.length > 0 && <h2>{t('exchange.rejected')}</h2>}
            <ul className="credit-list">
              {rejected.map((row) => (
                <li key={row.record}>
                  <Link to={`/work/credit/records/${row.record}`}>{text(row.title)}</Link> · {row.why}{' '}
                  <small className="quiet">{t('exchange.tries', { count: row.tries })}</small>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      <h2>{t('exchange.batches')}</h2>
      <Batches />
    </div>
  )
}

function Batches() {
  const { t } = useTranslation('credit')
  const text = useText()
  const query = usePages<BatchView>('/api/credit/exchange/batches')
  if (query.isPending) return <Loading />
  if (query.error) return <Failed error={query.error} again={query.again} />
  if (query.rows.length === 0) return <Empty title={t('exchange.none')} />
  return (
    <div className="credit-scroll">
      <table className="credit-points credit-batches">
        <thead>
          <tr>
            {(['number', 'field', 'rows', 'files', 'result'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`exchange.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {query.rows.map((batch) => (
            <tr key={batch.id}>
              <th scope="row">
                {batch.number}{' '}
                <small className="quiet">
                  <Time at={batch.madeAt} style="short" />
                  {batch.manifest.parts > 1 &&
                    ` · ${t('exchange.part', { part: batch.manifest.part, parts: batch.manifest.parts })}`}
                </small>
              </th>
              <td>{text(batch.field.title)}</td>
              <td className="end">{batch.rows}</td>
              <td>
                {(['csv', 'xml', 'manifest'] as const).map((form) => (
                  <a
                    key={form}
                    href={`/api/credit/exchange/batches/${batch.id}/${form}`}
                    title={batch.manifest.files.find(({ name }) => name.endsWith(form))?.sm3}
                  >
                    {form === 'manifest' ? t('exchange.manifest') : form}{' '}
                  </a>
                ))}
              </td>
              <td>
                <Answer batch={batch} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {query.hasMore && (
        <Button loading={query.isFetching} onClick={query.more}>
          {t('measures.more')}
        </Button>
      )}
    </div>
  )
}

function Answer({ batch }: { batch: BatchView }) {
  const { t } = useTranslation('credit')
  const { message } = App.useApp()
  if (batch.state === 'answered')
    return (
      <span className="credit-top">
        <StatusTag tone={batch.rejected ? 'warning' : 'done'}>
          {t('exchange.accepted', { accepted: batch.accepted ?? 0, rejected: batch.rejected ?? 0 })}
        </StatusTag>
        {(batch.rejected ?? 0) > 0 && <a href={`/api/credit/exchange/batches/${batch.id}/errors`}>{t('exchange.errors')}</a>}
      </span>
    )
  const send = async (file: File) => {
    const form = new FormData()
    form.append('file', file)
    try {
      const { rejected } = await api.post<BatchView>(`/api/credit/exchange/batches/${batch.id}/receipt`, form)
      void message.success(t('exchange.read', { count: rejected ?? 0 }))
      await refresh('/api/credit/exchange')
    } catch (error) {
      void message.error((error as ApiError).detail)
    }
  }
  return (
    <span className="credit-top">
      <StatusTag tone={batch.state === 'made' ? 'active' : 'neutral'}>{t(`exchange.state.${batch.state}`)}</StatusTag>
      <Upload
        accept=".csv,.xlsx"
        showUploadList={false}
        beforeUpload={(file) => {
          void send(file)
          return false
        }}
      >
        <Button size="small">{t('exchange.receipt')}</Button>
      </Upload>
    </span>
  )
}
