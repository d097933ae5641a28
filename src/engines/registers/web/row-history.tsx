import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IconName } from '#kit/icon.tsx'
import { usePages } from '#kit/query.ts'
import { Failed, Loading } from '#kit/states.tsx'
import { type Text, useText } from '#kit/text.ts'
import { Timeline } from '#kit/timeline.tsx'
import type { Tone } from '#kit/tokens.ts'
import type { ColumnShape, HistoryEntry, HistoryPage } from '../schema.ts'
import { BulkSource, isOfBulk } from './bulk-source.tsx'
import { columnOf, useHere } from './register.ts'
import { isBlank, useSay } from './value.tsx'

const looks: Record<HistoryEntry['act'], { icon: IconName; tone?: Tone }> = {
  created: { icon: 'plus', tone: 'done' },
  imported: { icon: 'upload', tone: 'done' },
  changed: { icon: 'edit' },
  removed: { icon: 'trash', tone: 'warning' },
  restored: { icon: 'undo', tone: 'done' },
}
const SHOWN = 4

/** What happened to a row, newest first, in sentences. */
export function RowHistory({ id }: { id: string }) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const pages = usePages<HistoryEntry>(`${shape.path}/${id}/history?limit=20`)
  const titles = (pages.first as HistoryPage | undefined)?.titles ?? {}
  if (pages.error) return <Failed error={pages.error} again={pages.again} />
  if (pages.isPending) return <Loading rows={2} />
  if (pages.rows.length === 0) return <p className="quiet">{t('history.none')}</p>
  return (
    <>
      <Timeline
        label={t('row.history')}
        entries={pages.rows.map((entry) => ({
          id: entry.id,
          at: entry.at,
          title: t(`history.${entry.act}`),
          who: entry.by.name,
          ...looks[entry.act],
          body: <Told entry={entry} titles={titles} />,
        }))}
      />
      {pages.hasMore && (
        <Button size="small" onClick={pages.more}>
          {t('history.more')}
        </Button>
      )}
    </>
  )
}

function Told({ entry, titles }: { entry: HistoryEntry; titles: Record<string, Text> }): ReactNode {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const [all, setAll] = useState(entry.act === 'changed')
  const changes = entry.changes
    .map((change) => ({ ...change, column: columnOf(shape, change.column) }))
    .filter((change): change is Change => change.column !== undefined)
  const shown = all ? changes : entry.act === 'changed' ? changes.slice(0, SHOWN) : []
  return (
    <div className="told">
      {isOfBulk(entry) ? (
        <BulkSource entry={entry} />
      ) : (
        entry.source && <p className="quiet">{t('history.source', { source: entry.source })}</p>
      )}
      {entry.why && <p>{t('history.why', { why: entry.why })}</p>}
      {shown.length > 0 && (
        <div role="list">
          {shown.map((change) => (
            <p role="listitem" key={change.column.name}>
              <Sentence {...change} titles={titles} />
            </p>
          ))}
        </div>
      )}
      {shown.length < changes.length && (
        <button type="button" className="told-more" onClick={() => setAll(true)}>
          {t(entry.act === 'changed' ? 'history.moreChanges' : 'history.whatStood', { count: changes.length - shown.length })}
        </button>
      )}
    </div>
  )
}

interface Change {
  column: ColumnShape
  before: unknown
  after: unknown
}

/** 把“状态”从“停用”改为“在用”. */
function Sentence({ column, before, after, titles }: Change & { titles: Record<string, Text> }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const say = useSay()
  const word = (value: unknown) => say(column, value, titles[`${column.name}:${String(value)}`])
  const name = text(column.title)
  if (column.kind === 'reference') return <>{t('history.pointed', { column: name })}</>
  if (isBlank(before))
    return <Marked words={t('history.filled', { column: name, after: '\u0001' })} parts={[['ins', word(after)]]} />
  if (isBlank(after))
    return <Marked words={t('history.emptied', { column: name, before: '\u0001' })} parts={[['del', word(before)]]} />
  if (word(before) === word(after)) return <>{t('history.rewritten', { column: name })}</>
  return (
    <Marked
      words={t('history.turned', { column: name, before: '\u0001', after: '\u0001' })}
      parts={[
        ['del', word(before)],
        ['ins', word(after)],
      ]}
    />
  )
}

/** A sentence whose old and new values are marked as such, in the order in which the language puts them. */
function Marked({ words, parts }: { words: string; parts: [tag: 'del' | 'ins', text: string][] }) {
  const pieces = words.split('\u0001')
  return pieces.map((piece, index) => {
    const part = parts[index]
    const [Tag, value] = part ?? []
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never move
      <span key={index}>
        {piece}
        {Tag && <Tag>{value}</Tag>}
      </span>
    )
  })
}
