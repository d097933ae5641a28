import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { Panel } from '#kit/panel.tsx'
import { useText } from '#kit/text.ts'
import type { Figures } from '../schema.ts'
import { useFigures, useTowns } from './use-figures.ts'
import './wall.css'

type Row = Figures['byArea'][number]

/** Towns by open cases, most first; those without any are there too. Choosing one narrows the figures. */
export function TownPanel() {
  const { t } = useTranslation('cases')
  const { data, error, isPending } = useFigures('district')
  const towns = useTowns()
  const [{ town }, change] = useAddress()
  const rows = useMemo(() => {
    const counted = new Map((data?.byArea ?? []).map((row) => [row.key, row]))
    const all: Row[] = (towns.data?.items ?? []).map(
      ({ path, name }) => counted.get(path) ?? { key: path, title: name, open: 0, overdue: 0, total: 0 },
    )
    return all.sort((a, b) => b.open - a.open || b.total - a.total)
  }, [data, towns.data])
  const most = Math.max(1, ...rows.map(({ open }) => open))
  return (
    <Panel
      title={t('wall.towns')}
      definition={t('wall.townsAbout')}
      freshAt={data?.asOf}
      isPending={isPending}
      error={error?.detail}
      actions={
        town && (
          <button type="button" className="btn" data-kind="plain" data-size="small" onClick={() => change({ town: null })}>
            <Icon name="close" />
            {t('wall.wholeDistrict')}
          </button>
        )
      }
    >
      <ol className="towns">
        {rows.map((row) => (
          <li key={row.key}>
            <TownRow
              row={row}
              most={most}
              isChosen={row.key === town}
              choose={() => change({ town: row.key === town ? null : row.key })}
            />
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function TownRow({ row, most, isChosen, choose }: { row: Row; most: number; isChosen: boolean; choose: () => void }) {
  const { t } = useTranslation('cases')
  const text = useText()
  const share = (count: number) => `${(count / most) * 100}%`
  const words = `${text(row.title)}：${t('wall.open')} ${row.open}, ${t('wall.overdue')} ${row.overdue}`
  return (
    <button type="button" className="town" aria-pressed={isChosen} title={words} onClick={choose}>
      <span className="town-name">{text(row.title)}</span>
      <span className="town-bar">
        <i style={{ width: share(row.open - row.overdue) }} />
        {row.overdue > 0 && <i data-late style={{ width: share(row.overdue) }} />}
      </span>
      <span className="town-count numbers">{row.open}</span>
      <span className="town-late numbers">
        {row.overdue > 0 && (
          <>
            <Icon name="clock" size="0.9em" />
            {row.overdue}
          </>
        )}
      </span>
    </button>
  )
}
