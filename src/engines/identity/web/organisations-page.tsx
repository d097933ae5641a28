import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DetailPane, Facts, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { Link, useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { TreeList } from '#kit/tree-list.tsx'
import { type Organisation, OrganisationDetail } from '../schema.ts'
import { UnitDialog, type UnitAct } from './unit-dialog.tsx'
import { UnitHistory } from './unit-history.tsx'
import { organisationsPath, useKindTitle } from './use-accounts.ts'
import { UseList } from './use-list.tsx'

const kinds = ['district', 'department', 'town', 'village']
const rank = ({ kind }: Organisation) => (kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length)
const byKind = (a: Organisation, b: Organisation) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1)

/** The tree of units as it is kept: what each is, what hangs on it, how it came to be so. */
export function OrganisationsPage() {
  const { t } = useTranslation('identity')
  const kindTitle = useKindTitle()
  const go = useGo()
  const { code } = usePathParams()
  const query = useApi<{ items: Organisation[] }>(organisationsPath)
  return (
    <SplitView
      list={
        <Loaded query={query}>
          {({ items }) => (
            <TreeList
              label={t('units')}
              nodes={[...items].sort(byKind).map(({ kind, closed, ...unit }) => ({
                ...unit,
                past: closed,
                mark: closed ? t('closed') : kindTitle(kind),
              }))}
              openCode={code}
              onOpen={(unit) => go(`/work/organisations/${unit.code}`)}
            />
          )}
        </Loaded>
      }
      detail={code && <UnitPane key={code} code={code} close={() => go('/work/organisations')} />}
    />
  )
}

function UnitPane({ code, close }: { code: string; close: () => void }) {
  const query = useApi(`${organisationsPath}/${code}`, OrganisationDetail)
  return <Loaded query={query}>{(unit) => <UnitView unit={unit} close={close} />}</Loaded>
}

function UnitView({ unit, close }: { unit: OrganisationDetail; close: () => void }) {
  const { t } = useTranslation('identity')
  const text = useText()
  const kindTitle = useKindTitle()
  const [act, setAct] = useState<UnitAct>()
  const units = useApi<{ items: Organisation[] }>(organisationsPath).data?.items ?? []
  const parent = units.find(({ path }) => path === unit.parent)
  const below = units.filter(({ parent, closed }) => parent === unit.path && !closed)
  return (
    <DetailPane
      title={text(unit.name)}
      number={unit.code}
      status={<StatusTag tone={unit.closed ? 'neutral' : 'done'}>{t(unit.closed ? 'closed' : 'unitInUse')}</StatusTag>}
      actions={useActions(unit, setAct)}
      onClose={close}
    >
      <Facts
        items={[
          [t('unitKind'), kindTitle(unit.kind)],
          [t('parent'), parent && <Link to={`/work/organisations/${parent.code}`}>{text(parent.name)}</Link>],
          [t('nameEn'), unit.name.en],
          [t('unitPath'), <span key="path">{unit.path}</span>],
          [t('below'), below.length > 0 ? t('belowCount', { count: below.length }) : null],
        ]}
      />
      <Section
        title={t('hangs')}
        actions={
          <Link className="btn" data-size="small" to={`/work/accounts?organisation=${unit.code}`}>
            {t('itsAccounts')}
          </Link>
        }
      >
        <UseList use={unit.use} />
      </Section>
      <Section title={t('history')}>
        <UnitHistory changes={unit.history} units={units} />
      </Section>
      {act && <UnitDialog act={act} unit={unit} units={units} close={() => setAct(undefined)} />}
    </DetailPane>
  )
}

function useActions(unit: OrganisationDetail, ask: (act: UnitAct) => void): PaneAction[] {
  const { t } = useTranslation('identity')
  const me = useMe()
  const isTop = unit.parent === null
  if (!me?.capabilities.includes('identity.manage')) return []
  if (unit.closed) return [{ key: 'open', title: t('reopen'), icon: 'undo', run: () => ask('open') }]
  return [
    { key: 'add', title: t('addBelow'), icon: 'plus', primary: true, run: () => ask('add') },
    { key: 'rename', title: t('rename'), icon: 'edit', run: () => ask('rename') },
    ...(isTop
      ? []
      : [
          { key: 'move', title: t('moveUnit'), icon: 'forward' as const, run: () => ask('move') },
          { key: 'close', title: t('closeUnit'), icon: 'ban' as const, danger: true, run: () => ask('close') },
        ]),
  ]
}
