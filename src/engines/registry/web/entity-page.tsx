import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { DetailPane, Section } from '#kit/detail-pane.tsx'
import { Link, usePath } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { RefLink } from '#kit/ref-link.tsx'
import { useMay } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { EntityView, ForPurpose, RegistryView, Unmasked } from '../schema.ts'
import { EntityFields } from './entity-fields.tsx'
import { EntityRecords } from './entity-records.tsx'
import { isWhy, PurposeFields, type Why } from './purpose-fields.tsx'
import './registry.css'

/** One person or enterprise: each field with where it is from and who else says what. */
export function EntityPage() {
  const [, , , registry = '', id = ''] = usePath().split('/')
  const view = useApi<EntityView>(`/api/registry/${registry}/entities/${id}`)
  const about = useApi<RegistryView>(`/api/registry/${registry}`)
  return (
    <div className="registry-page">
      <Loaded query={view}>
        {(entity) => <Loaded query={about}>{(of) => <Entity entity={entity} registry={of} />}</Loaded>}
      </Loaded>
    </div>
  )
}

function Entity({ entity, registry }: { entity: EntityView; registry: RegistryView }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const mayUnmask = useMay('registry.unmask')
  const isSteward = useMay('registry.review')
  const [asking, setAsking] = useState(false)
  const [clear, setClear] = useState<Unmasked | null>(null)
  const hasMasked = entity.fields.some(({ masked }) => masked)
  return (
    <>
      <DetailPane
        title={clear?.values[registry.nameField] ?? entity.name}
        number={<Link to={`/work/registry/list/${registry.id}`}>{text(registry.title)}</Link>}
        status={
          entity.mergedInto ? (
            <StatusTag tone="warning">
              <Link to={`/work/registry/${registry.id}/${entity.mergedInto}`}>{t('entity.mergedInto')}</Link>
            </StatusTag>
          ) : (
            <StatusTag tone={entity.flags.length > 0 ? 'warning' : 'done'}>
              {t('entity.sources', { count: entity.sources.length })}
            </StatusTag>
          )
        }
        actions={
          hasMasked && (mayUnmask || isSteward)
            ? [
                clear
                  ? { key: 'hide', title: t('entity.hide'), icon: 'eye-off', run: () => setClear(null) }
                  : { key: 'unmask', title: t('entity.unmask'), icon: 'eye', primary: true, run: () => setAsking(true) },
              ]
            : []
        }
      >
        {entity.reviews.length > 0 && (
          <p>
            <StatusTag tone="warning">
              <Link to={`/work/registry/reviews?of=${registry.id}&pair=${entity.reviews[0]?.id}`}>
                {t('entity.doubtful', { count: entity.reviews.length })}
              </Link>
            </StatusTag>
          </p>
        )}
        {entity.warnings.map((warning) => (
          <p key={warning.ref}>
            <StatusTag tone={warning.level === 'alarm' ? 'alarm' : 'warning'}>
              <RefLink to={warning.ref}>{text(warning.title)}</RefLink>
            </StatusTag>{' '}
            <span className="quiet">
              {text(warning.consequence)} · {warning.basis} · {warning.since}
              {warning.until && ` – ${warning.until}`}
            </span>
          </p>
        ))}
        <Section title={t('entity.fields')}>
          <EntityFields entity={entity} registry={registry} clear={clear} />
        </Section>
        {entity.ties.length > 0 && (
          <Section title={t('entity.ties')}>
            <ul className="registry-found">
              {entity.ties.map((tie) => (
                <li key={tie.ref}>
                  <span className="quiet">{text(tie.title)}</span>
                  <RefLink to={tie.ref}>{tie.name}</RefLink>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Section title={t('entity.records', { count: entity.records.length })}>
          <EntityRecords entity={entity} registry={registry} />
        </Section>
        {entity.merges.length > 0 && <Merges entity={entity} />}
      </DetailPane>
      {asking && (
        <UnmaskDialog
          entity={entity}
          close={() => setAsking(false)}
          shown={(values) => {
            setClear(values)
            setAsking(false)
          }}
        />
      )}
    </>
  )
}

function UnmaskDialog({ entity, close, shown }: { entity: EntityView; close: () => void; shown: (values: Unmasked) => void }) {
  const { t } = useTranslation('registry')
  const [why, setWhy] = useState<Why>({})
  const { message } = App.useApp()
  const send = useSend(
    (body: ForPurpose) => api.post<Unmasked>(`/api/registry/${entity.registry}/entities/${entity.id}/unmask`, body),
    { then: shown },
  )
  const run = () => isWhy(why) && send.mutate(why, { onError: (error) => void message.error(error.detail) })
  return (
    <Modal
      open
      title={t('entity.unmask')}
      okText={t('entity.unmaskShow')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !isWhy(why) }}
      confirmLoading={send.isPending}
      onOk={run}
      onCancel={close}
    >
      <PurposeFields id="unmask" value={why} onChange={setWhy} />
    </Modal>
  )
}

/** What was made one, by whom, and the way back. */
function Merges({ entity }: { entity: EntityView }) {
  const { t } = useTranslation('registry')
  const isSteward = useMay('registry.review')
  const { message } = App.useApp()
  const [undoing, setUndoing] = useState<string | null>(null)
  const [why, setWhy] = useState('')
  const undo = useSend((id: string) => api.post(`/api/registry/${entity.registry}/merges/${id}/undo`, { why }), {
    refresh: ['/api/registry'],
    then: () => setUndoing(null),
  })
  return (
    <Section title={t('entity.merges')}>
      <ul className="registry-found">
        {entity.merges.map((merge) => (
          <li key={merge.id}>
            <span>
              <Time at={merge.at} style="short" /> {t('entity.mergedBy', { by: merge.by, count: merge.records, why: merge.why })}
            </span>
            {merge.undoneAt ? (
              <StatusTag>{t('entity.undone', { by: merge.undoneBy ?? '' })}</StatusTag>
            ) : (
              isSteward && (
                <Button size="small" onClick={() => setUndoing(merge.id)}>
                  {t('entity.undo')}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      <Modal
        open={undoing !== null}
        title={t('entity.undo')}
        okText={t('entity.undo')}
        cancelText={t('cancel')}
        okButtonProps={{ disabled: why.trim().length < 2 }}
        confirmLoading={undo.isPending}
        onOk={() => undoing && undo.mutate(undoing, { onError: (error) => void message.error(error.detail) })}
        onCancel={() => setUndoing(null)}
      >
        <label htmlFor="undo-why">{t('why')}</label>
        <Input id="undo-why" value={why} maxLength={300} onChange={(event) => setWhy(event.target.value)} />
        <p className="quiet">{t('entity.undoHint')}</p>
      </Modal>
    </Section>
  )
}
