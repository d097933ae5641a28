import { Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DetailPane, type PaneAction } from '#kit/detail-pane.tsx'
import { useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Resource } from '../schema.ts'
import { EditDialog } from './edit-dialog.tsx'
import { LineageView } from './lineage-graph.tsx'
import { resourcesPath, SharingTag } from './look.tsx'
import { ResourceFacts, Sample } from './resource-facts.tsx'
import { ResourceQuality } from './resource-quality.tsx'
import { ResourceUsage } from './resource-usage.tsx'
import './catalog.css'

/** One information resource: what it is, its items, sample, quality, where it comes from and who uses it. */
export function ResourcePage() {
  const { id = '' } = usePathParams()
  return <Loaded query={useApi(`${resourcesPath}/${id}`, Resource)}>{(resource) => <Whole resource={resource} />}</Loaded>
}

function Whole({ resource }: { resource: Resource }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const go = useGo()
  const [{ tab = 'about' }, change] = useAddress()
  const [editing, setEditing] = useState(false)
  const mayApply = useMay('catalog.apply') && resource.may.apply && !resource.may.steward
  const hasTable = resource.distributions.some(({ kind }) => kind === 'table')
  const actions: PaneAction[] = [
    ...(mayApply && hasTable
      ? [
          {
            key: 'apply',
            title: t('apply.title'),
            primary: true,
            icon: 'send' as const,
            run: () => go(`/work/catalog/${resource.id}/apply`),
          },
        ]
      : []),
    ...(resource.may.steward
      ? [{ key: 'edit', title: t('edit.title'), icon: 'edit' as const, run: () => setEditing(true) }]
      : []),
    { key: 'back', title: t('toDirectory'), icon: 'list' as const, run: () => go('/work/catalog') },
  ]
  const tabs = [
    { key: 'about', label: t('tab.about'), children: <ResourceFacts resource={resource} /> },
    ...(hasTable ? [{ key: 'sample', label: t('tab.sample'), children: <Sample resource={resource} /> }] : []),
    ...(hasTable ? [{ key: 'quality', label: t('tab.quality'), children: <ResourceQuality resource={resource} /> }] : []),
    { key: 'lineage', label: t('tab.lineage'), children: <LineageView id={resource.id} /> },
    { key: 'usage', label: t('tab.usage'), children: <ResourceUsage resource={resource} /> },
  ]
  return (
    <div className="catalog-page">
      <DetailPane
        title={text(resource.name)}
        number={resource.code}
        status={<SharingTag sharing={resource.sharing} />}
        actions={actions}
      >
        {resource.sharing === 3 && (
          <p className="catalog-basis" role="note">
            {t('notSharedBecause')}
            {resource.sharingBasis}
          </p>
        )}
        <Tabs activeKey={tab} onChange={(key) => change({ tab: key === 'about' ? null : key })} items={tabs} destroyOnHidden />
      </DetailPane>
      {editing && <EditDialog resource={resource} close={() => setEditing(false)} />}
    </div>
  )
}
