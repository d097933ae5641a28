import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DetailPane, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { useKeys } from '#kit/keys.ts'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { MapPoints } from '#kit/map/map-points.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { allowed, useMe } from '#kit/session.ts'
import { Boundary, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { type RegisterShape, RowDetail } from '../schema.ts'
import { baseOf, mountOf } from './mounted.ts'
import { columnOf, useHere } from './register.ts'
import { RemoveDialog } from './remove-dialog.tsx'
import { EditRow } from './edit-row.tsx'
import { RowFacts } from './row-facts.tsx'
import { RowHistory } from './row-history.tsx'
import { UnmaskDialog } from './unmask-dialog.tsx'
import { isBlank, useSay } from './value.tsx'
import { WhoLooked } from './who-looked.tsx'

/** One row whole: its facts, where it is, what its module adds, who refers to it, what happened to it. */
export function RowPane({ id, close }: { id: string; close: () => void }) {
  const { shape } = useHere()
  const query = useApi(`${shape.path}/${id}`, RowDetail)
  const [editing, setEditing] = useState(false)
  return (
    <Loaded query={query} rows={8}>
      {(row) =>
        editing ? (
          <EditRow row={row} done={() => setEditing(false)} />
        ) : (
          <OpenRow row={row} close={close} edit={() => setEditing(true)} />
        )
      }
    </Loaded>
  )
}

type Asking = 'remove' | 'restore' | 'unmask' | undefined

function OpenRow({ row, close, edit }: { row: RowDetail; close: () => void; edit: () => void }) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const [asking, setAsking] = useState<Asking>()
  const [clear, setClear] = useState<Record<string, string | null>>()
  const actions = useActions(row, edit, setAsking, clear !== undefined)
  const removed = row.removedAt !== null
  useKeys({ e: () => !removed && row.may.edit && edit() })
  return (
    <DetailPane
      title={row.label}
      number={<KeyOf row={row} shape={shape} />}
      {...(removed && {
        status: (
          <StatusTag tone="warning" icon="trash">
            {t('row.removed')}
          </StatusTag>
        ),
      })}
      clock={
        <span className="quiet">
          {t('row.changed')} <Time at={row.updatedAt} />
        </span>
      }
      actions={actions}
      onClose={close}
    >
      <RowFacts row={row} shape={shape} {...(clear && { clear })} hide={() => setClear(undefined)} />
      <Where row={row} shape={shape} />
      <Panels row={row} shape={shape} />
      <Referrers row={row} />
      <Section title={t('row.history')}>
        <RowHistory id={row.id} />
      </Section>
      <WhoLooked subject={row.ref} />
      {(asking === 'remove' || asking === 'restore') && (
        <RemoveDialog row={row} restore={asking === 'restore'} close={() => setAsking(undefined)} />
      )}
      {asking === 'unmask' && <UnmaskDialog row={row} close={() => setAsking(undefined)} shown={setClear} />}
    </DetailPane>
  )
}

function useActions(row: RowDetail, edit: () => void, ask: (what: Asking) => void, inClear: boolean): PaneAction[] {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const hidden = shape.columns.some(({ masked, name }) => masked && !isBlank(row.values[name]))
  if (row.removedAt)
    return row.may.edit
      ? [{ key: 'restore', title: t('row.restore'), icon: 'undo', primary: true, run: () => ask('restore') }]
      : []
  return [
    ...(row.may.edit ? [{ key: 'edit', title: t('row.edit'), icon: 'edit' as const, primary: true, run: edit }] : []),
    ...(row.may.unmask && hidden && !inClear
      ? [{ key: 'unmask', title: t('row.unmask'), icon: 'eye' as const, run: () => ask('unmask') }]
      : []),
    ...(row.may.edit
      ? [{ key: 'remove', title: t('row.remove'), icon: 'trash' as const, danger: true, rare: true, run: () => ask('remove') }]
      : []),
  ]
}

/** What the world knows the row by. */
function KeyOf({ row, shape }: { row: RowDetail; shape: RegisterShape }) {
  const say = useSay()
  const parts = shape.naturalKey
    .filter((name) => name !== shape.label && !columnOf(shape, name)?.masked)
    .map((name) => columnOf(shape, name))
    .flatMap((column) => (column ? [say(column, row.values[column.name], row.titles[column.name])] : []))
  return <>{parts.join(' · ')}</>
}

function Where({ row, shape }: { row: RowDetail; shape: RegisterShape }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const column = shape.columns.find(({ kind, name }) => kind === 'point' && !isBlank(row.values[name]))
  if (!column) return null
  const place = row.values[column.name] as { lon: number; lat: number }
  return (
    <Section title={text(column.title)}>
      <DistrictMap label={t('row.here')} height="13rem" center={place} zoom={14} legend="folded">
        <MapPoints
          id="row"
          title={shape.title}
          shape="facility"
          things={[{ id: row.id, ...place, title: row.label }]}
          openId={row.id}
          cluster={false}
        />
      </DistrictMap>
    </Section>
  )
}

/** What the register's module says about the row besides. */
function Panels({ row, shape }: { row: RowDetail; shape: RegisterShape }) {
  const text = useText()
  const me = useMe()
  const panels = mountOf(shape.id)?.panels?.filter(({ may }) => allowed(me, may)) ?? []
  return panels.map(({ id, title, component: Panel }) => (
    <Section key={id} title={text(title)}>
      <Boundary>
        <Panel row={row} shape={shape} />
      </Boundary>
    </Section>
  ))
}

function Referrers({ row }: { row: RowDetail }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const found = row.referrers.filter(({ rows }) => rows > 0)
  if (found.length === 0) return null
  return (
    <Section title={t('row.referrers')}>
      <ul className="row-referrers">
        {found.map(({ register, title, column, rows, exact }) => (
          <li key={`${register} ${column}`}>
            <Link to={`${baseOf(register)}?filter.${column}=${row.id}`}>{text(title)}</Link>
            <span className="quiet numbers">{t('row.rows', { count: `${rows}${exact ? '' : '+'}` })}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
