import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DetailPane, Facts, Section } from '#kit/detail-pane.tsx'
import { wallDay } from '#kit/district-time.ts'
import { Icon } from '#kit/icon.tsx'
import { Link, useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { SplitView } from '#kit/split-view.tsx'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Timeline } from '#kit/timeline.tsx'
import { TreeList } from '#kit/tree-list.tsx'
import { UseList } from '../../identity/web/use-list.tsx'
import { AreaRecord, type KeptArea } from '../schema.ts'
import { type AreaAct, AreaDialog, keptPath } from './area-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'

/** District, towns, villages and grids as they are kept. */
export function AreasPage() {
  const { t } = useTranslation('geo')
  const go = useGo()
  const { code } = usePathParams()
  const [importing, setImporting] = useState(false)
  const query = useApi<{ items: KeptArea[] }>(keptPath)
  return (
    <>
      <SplitView
        list={
          <Loaded query={query}>
            {({ items }) => (
              <TreeList
                label={t('areas')}
                nodes={items.map((area) => ({
                  ...area,
                  past: area.retiredAt !== null,
                  mark: area.retiredAt ? t('retired') : t(`kinds.${area.kind}`),
                }))}
                openCode={code}
                onOpen={(area) => go(`/work/areas/${area.code}`)}
                actions={
                  <Button size="small" icon={<Icon name="upload" size={16} />} onClick={() => setImporting(true)}>
                    {t('import')}
                  </Button>
                }
              />
            )}
          </Loaded>
        }
        detail={code && <AreaPane key={code} code={code} areas={query.data?.items ?? []} close={() => go('/work/areas')} />}
      />
      {importing && <ImportDialog close={() => setImporting(false)} />}
    </>
  )
}

function AreaPane({ code, areas, close }: { code: string; areas: readonly KeptArea[]; close: () => void }) {
  const query = useApi(`${keptPath}/${code}`, AreaRecord)
  return <Loaded query={query}>{(area) => <AreaView area={area} areas={areas} close={close} />}</Loaded>
}

function AreaView({ area, areas, close }: { area: AreaRecord; areas: readonly KeptArea[]; close: () => void }) {
  const { t } = useTranslation('geo')
  const text = useText()
  const [act, setAct] = useState<AreaAct>()
  const above = areas.find(({ path }) => path === area.path.split('.').slice(0, -1).join('.'))
  const ask = (key: AreaAct, icon: 'edit' | 'ban' | 'undo', danger = false) => ({
    key,
    title: t(key),
    icon,
    danger,
    run: () => setAct(key),
  })
  return (
    <DetailPane
      title={text(area.name)}
      number={area.code}
      status={<StatusTag tone={area.retiredAt ? 'neutral' : 'done'}>{t(area.retiredAt ? 'retired' : 'inUse')}</StatusTag>}
      actions={[
        ask('rename', 'edit'),
        ...(area.kind === 'district' ? [] : [area.retiredAt ? ask('restore', 'undo') : ask('retire', 'ban', true)]),
      ]}
      onClose={close}
    >
      <Facts
        items={[
          [t('kind'), t(`kinds.${area.kind}`)],
          [t('above'), above && <Link to={`/work/areas/${above.code}`}>{text(above.name)}</Link>],
          [t('nameEn'), area.name.en],
          [t('km2'), t('km2Value', { value: area.km2.toFixed(2) })],
          [t('source'), [area.source, area.schematic && t('schematic')].filter(Boolean).join(' · ')],
          [t('since'), <Time key="since" at={area.since} style="short" />],
          [t('retiredAt'), area.retiredAt && <Time at={area.retiredAt} style="short" />],
          [t('path'), area.path],
        ]}
      />
      <Section title={t('hangs')}>
        <UseList use={area.use} />
        {area.use.length > 0 && <p className="quiet">{t('hangsHint')}</p>}
      </Section>
      <Section title={t('past')}>
        {area.past.length === 0 ? (
          <p className="quiet">{t('noPast')}</p>
        ) : (
          <Timeline
            label={t('past')}
            entries={area.past.map(({ version, name, source, from, to }) => ({
              id: String(version),
              title: `${t('version', { version })} · ${text(name)}`,
              body: [t('until', { from: wallDay(from), to: wallDay(to) }), source].join(' · '),
            }))}
          />
        )}
      </Section>
      {act && <AreaDialog act={act} area={area} close={() => setAct(undefined)} />}
    </DetailPane>
  )
}
