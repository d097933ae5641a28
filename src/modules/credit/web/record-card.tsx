import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import type { PublicRecord, RecordView } from '../schema.ts'
import './credit.css'

export const degreeTone = { minor: 'neutral', general: 'warning', serious: 'alarm' } as const

/** One record in plain words; what is published of it, and what may be done about it. */
export function RecordCard({ record, children }: { record: PublicRecord | RecordView; children?: ReactNode }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const own = 'state' in record ? record : null
  const acting = !own || own.state === 'published' || own.state === 'unpublished'
  const isShown = record.degree !== null && acting && own?.state !== 'unpublished'
  return (
    <li className="credit-card" data-tone={record.degree && acting ? degreeTone[record.degree] : undefined}>
      <span className="credit-top">
        <strong className="grow">{record.title}</strong>
        {record.degree && (
          <StatusTag tone={acting ? degreeTone[record.degree] : 'neutral'}>{t(`degree.${record.degree}`)}</StatusTag>
        )}
        {record.disputed && <StatusTag tone="warning">{t('record.disputed')}</StatusTag>}
        {own?.degree && <StatusTag tone={own.state === 'repaired' ? 'done' : 'neutral'}>{t(`state.${own.state}`)}</StatusTag>}
      </span>
      <Pieces
        of={[
          text(record.kind.title),
          text(record.department),
          t('record.decided', { day: record.decidedOn }),
          isShown && record.publishUntil ? t('record.until', { day: record.publishUntil }) : '',
          record.validUntil ? t('record.valid', { day: record.validUntil }) : '',
        ]}
      />
      <small className="quiet">
        {t('record.number')}：{record.documentNumber}
        {record.basis && ` · ${t('record.basis')}：${record.basis}`}
      </small>
      {own?.content && <span>{own.content}</span>}
      {children}
    </li>
  )
}

/** Facts in a row, parted by dots; a date is never broken in two. */
export const Pieces = ({ of, small = false }: { of: readonly string[]; small?: boolean }) => {
  const given = of.filter(Boolean)
  const Tag = small ? 'small' : 'span'
  return (
    <Tag className="quiet credit-pieces">
      {given.map((piece, at) => (
        <span key={piece} className="credit-piece">
          {piece}
          {at < given.length - 1 && ' · '}
        </span>
      ))}
    </Tag>
  )
}
