import { App, Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { useSend } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import type { EntityField, EntityView, RegistryView, Unmasked } from '../schema.ts'

interface Props {
  entity: EntityView
  registry: RegistryView
  clear: Unmasked | null
}

/** Every field with its value, its source and date; opened, all that the sources say of it. */
export function EntityFields(props: Props) {
  const { t } = useTranslation('registry')
  const [open, setOpen] = useState<string | null>(null)
  return (
    <div className="registry-scroll">
      <table className="registry-table registry-fields">
        <thead>
          <tr>
            <th>{t('entity.field')}</th>
            <th>{t('entity.value')}</th>
            <th>{t('entity.origin')}</th>
            <th>{t('entity.asOf')}</th>
            <th>{t('entity.others')}</th>
          </tr>
        </thead>
        <tbody>
          {props.entity.fields.map((field) => (
            <FieldRows
              key={field.id}
              {...props}
              field={field}
              isOpen={open === field.id}
              toggle={() => setOpen(open === field.id ? null : field.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowProps = Props & { field: EntityField; isOpen: boolean; toggle: () => void }

function useWords(registry: RegistryView) {
  const text = useText()
  return {
    source: (id: string | null) =>
      text(registry.bySource.find((each) => each.id === id)?.title ?? { zh: id ?? '', en: id ?? '' }),
    said: (field: string, value: string) => {
      const code = registry.fields.find(({ id }) => id === field)?.codes.find((each) => each.value === value)
      return code ? text(code.title) : value
    },
  }
}

function FieldRows({ field, isOpen, toggle, registry, clear, entity }: RowProps) {
  const { t } = useTranslation('registry')
  const text = useText()
  const words = useWords(registry)
  const value = clear?.values[field.id] ?? field.value ?? ''
  return (
    <>
      <tr data-open={isOpen || undefined}>
        <th scope="row">
          <button type="button" className="registry-toggle" aria-expanded={isOpen} onClick={toggle}>
            <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={14} />
            {text(field.title)}
          </button>
        </th>
        <td>{words.said(field.id, value)}</td>
        <td>
          {words.source(field.source)} <small className="quiet">{field.why && t(`because.${field.why}`)}</small>
        </td>
        <td className="numbers">{field.observedOn}</td>
        <td>
          {field.disagree > 0 ? (
            <StatusTag tone="warning">{t('entity.disagree', { count: field.disagree })}</StatusTag>
          ) : (
            <span className="quiet">
              {field.competing.length > 1 ? t('entity.agree', { count: field.competing.length - 1 }) : '–'}
            </span>
          )}
        </td>
      </tr>
      {isOpen &&
        field.competing.map((one) => (
          <tr key={one.record} className="registry-competing">
            <td>{one.won && <StatusTag tone="done">{t('entity.won')}</StatusTag>}</td>
            <td>{words.said(field.id, clear?.competing[one.record]?.[field.id] ?? one.value)}</td>
            <td>{words.source(one.source)}</td>
            <td className="numbers">{one.observedOn}</td>
            <td>
              {one.flags.length > 0 && <StatusTag tone="warning">{t('entity.flagged')}</StatusTag>}
              <Choose entity={entity} field={field} record={one.record} won={one.won} />
            </td>
          </tr>
        ))}
    </>
  )
}

/** A steward takes the value of this source, or gives the field back to the order of trust. */
function Choose({ entity, field, record, won }: { entity: EntityView; field: EntityField; record: string; won: boolean }) {
  const { t } = useTranslation('registry')
  const isSteward = useMay('registry.review')
  const { message } = App.useApp()
  const [why, setWhy] = useState('')
  const choose = useSend(
    (from: string | null) =>
      api.post(`/api/registry/${entity.registry}/entities/${entity.id}/choose`, {
        field: field.id,
        record: from,
        why,
        version: entity.version,
      }),
    { refresh: ['/api/registry'] },
  )
  const isChosen = won && field.why === 'chosen'
  if (!isSteward || entity.mergedInto || (won && !isChosen)) return null
  return (
    <Popconfirm
      title={isChosen ? t('entity.giveBack') : t('entity.choose')}
      description={
        <Input
          aria-label={t('why')}
          placeholder={t('why')}
          value={why}
          maxLength={300}
          onChange={(event) => setWhy(event.target.value)}
        />
      }
      okText={t('confirm')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: why.trim().length < 2 }}
      onConfirm={() => choose.mutate(isChosen ? null : record, { onError: (error) => void message.error(error.detail) })}
    >
      <Button size="small">{isChosen ? t('entity.giveBack') : t('entity.choose')}</Button>
    </Popconfirm>
  )
}
