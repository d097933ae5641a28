import { App, Button, Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { EntityView, RecordView, RegistryView } from '../schema.ts'

/** The source records behind one entity, why each belongs, and the way to take one out. */
export function EntityRecords({ entity, registry }: { entity: EntityView; registry: RegistryView }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const isSteward = useMay('registry.review')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [splitting, setSplitting] = useState(false)
  const sourceName = (id: string) => text(registry.bySource.find((each) => each.id === id)?.title ?? { zh: id, en: id })
  const toggle = (id: string) =>
    setChosen((now) => new Set(now.has(id) ? [...now].filter((other) => other !== id) : [...now, id]))
  const maySplit = isSteward && entity.records.length > 1 && !entity.mergedInto
  return (
    <>
      <ul className="registry-found">
        {entity.records.map((record) => (
          <li key={record.id}>
            {maySplit && (
              <Checkbox
                checked={chosen.has(record.id)}
                onChange={() => toggle(record.id)}
                aria-label={sourceName(record.source)}
              />
            )}
            <strong>{sourceName(record.source)}</strong>
            <span className="quiet">
              {t('entity.recordDates', { on: record.observedOn })} <Time at={record.receivedAt} style="short" />
              {record.version > 1 && ` · ${t('entity.version', { n: record.version })}`}
            </span>
            <Reason record={record} registry={registry} />
            {record.flags.map(({ flag, title }) => (
              <StatusTag key={flag} tone="warning">
                {text(title)}
              </StatusTag>
            ))}
          </li>
        ))}
      </ul>
      {maySplit && (
        <Button
          size="small"
          disabled={chosen.size === 0 || chosen.size === entity.records.length}
          onClick={() => setSplitting(true)}
        >
          {t('entity.split')}
        </Button>
      )}
      {splitting && <SplitDialog entity={entity} records={[...chosen]} close={() => setSplitting(false)} />}
    </>
  )
}

function Reason({ record, registry }: { record: RecordView; registry: RegistryView }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const title = (id: string) => text(registry.fields.find((field) => field.id === id)?.title ?? { zh: id, en: id })
  const agreeing = record.explanation
    .filter(({ level }) => level === 'same' || level === 'close')
    .map(({ field }) => title(field))
  return (
    <span className="quiet">
      {t(`how.${record.how as 'first'}`)}
      {agreeing.length > 0 && `：${agreeing.join('、')}`}
      {record.score !== null && ` (${record.score.toFixed(1)})`}
    </span>
  )
}

function SplitDialog({ entity, records, close }: { entity: EntityView; records: readonly string[]; close: () => void }) {
  const { t } = useTranslation('registry')
  const { message } = App.useApp()
  const [why, setWhy] = useState('')
  const split = useSend(
    () => api.post(`/api/registry/${entity.registry}/entities/${entity.id}/split`, { records, why, version: entity.version }),
    { refresh: ['/api/registry'], then: close },
  )
  return (
    <Modal
      open
      title={t('entity.split')}
      okText={t('entity.split')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: why.trim().length < 2 }}
      confirmLoading={split.isPending}
      onOk={() => split.mutate(undefined, { onError: (error) => void message.error(error.detail) })}
      onCancel={close}
    >
      <label htmlFor="split-why">{t('why')}</label>
      <Input id="split-why" value={why} maxLength={300} onChange={(event) => setWhy(event.target.value)} />
      <p className="quiet">{t('entity.splitHint')}</p>
    </Modal>
  )
}
