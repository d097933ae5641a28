import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { Icon } from '#kit/icon.tsx'
import { useAddress, useGo } from '#kit/navigate.tsx'
import { useApi, usePages } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Empty } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Classes, Directory, type ResourceLine } from '../schema.ts'
import { cycleTitles, sourceTitles } from '../words.ts'
import { ClassTree, Facets } from './class-tree.tsx'
import { number, resourcesPath, SharingTag } from './look.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { UploadDialog } from './upload-dialog.tsx'
import './catalog.css'

function useColumns(): Column<ResourceLine>[] {
  const text = useText()
  return useMemo(
    () => [
      {
        id: 'name',
        title: { zh: '资源名称', en: 'Resource' },
        width: 'minmax(13rem, 2fr)',
        card: 'title',
        cell: (row) => text(row.name),
      },
      {
        id: 'sharing',
        title: { zh: '共享类型', en: 'Sharing' },
        width: '9rem',
        card: 'status',
        cell: (row) => <SharingTag sharing={row.sharing} />,
      },
      {
        id: 'provider',
        title: { zh: '提供方', en: 'Provider' },
        width: 'minmax(9rem, 1fr)',
        card: 'meta',
        cell: (row) => text(row.providerName),
      },
      {
        id: 'cycle',
        title: { zh: '更新周期', en: 'Cycle' },
        width: '5.5rem',
        card: 'meta',
        cell: (row) => text(cycleTitles[row.cycle]),
      },
      {
        id: 'rows',
        title: { zh: '记录数', en: 'Rows' },
        width: '5.5rem',
        align: 'end',
        card: 'none',
        cell: (row) => <span className="numbers">{number(row.rowCount)}</span>,
      },
      {
        id: 'code',
        title: { zh: '资源代码', en: 'Code' },
        width: '9rem',
        card: 'none',
        cell: (row) => <span className="numbers quiet">{row.code}</span>,
      },
      {
        id: 'source',
        title: { zh: '来源', en: 'From' },
        width: '8rem',
        hidden: true,
        cell: (row) => text(sourceTitles[row.source]),
      },
      {
        id: 'updated',
        title: { zh: '目录更新', en: 'Entry changed' },
        width: '8rem',
        hidden: true,
        cell: (row) => <Time at={row.updatedAt} />,
      },
    ],
    [text],
  )
}

/** The district's information resources: classes and facets at the left, what matches beside them. */
export function DirectoryPage() {
  const { t } = useTranslation('catalog')
  const go = useGo()
  const [address, change] = useAddress()
  const { q, class: classCode, sharing, opening, cycle, source, provider, tag, format, state } = address
  const query = usePages<ResourceLine>(
    withQuery(resourcesPath, { q, class: classCode, sharing, opening, cycle, source, provider, tag, format, state }),
    Directory,
  )
  const first = query.first as Directory | undefined
  const classes = useApi('/api/catalog/classes', Classes)
  const keeps = useMay('catalog.steward')
  const [adding, setAdding] = useState<'file' | 'link'>()
  const [shown, setShown] = useState(false)
  const columns = useColumns()
  return (
    <div className="catalog">
      <aside className="catalog-side" data-shown={shown || undefined} aria-label={t('classes')}>
        <button type="button" className="catalog-fold" aria-expanded={shown} onClick={() => setShown(!shown)}>
          <Icon name="list-filter" size={18} />
          {t('classesAndFacets')}
        </button>
        <div className="catalog-side-body">
          <ClassTree nodes={classes.data?.items ?? []} />
          <Facets facets={first?.facets ?? {}} />
          {keeps && (
            <>
              <h2>{t('edit.state')}</h2>
              <ul>
                <li>
                  <button
                    type="button"
                    aria-pressed={state === 'withdrawn'}
                    onClick={() => change({ state: state === 'withdrawn' ? null : 'withdrawn' })}
                  >
                    {t('edit.stateIs.withdrawn')}
                  </button>
                </li>
              </ul>
            </>
          )}
        </div>
      </aside>
      <DataList
        id="catalog"
        title={{ zh: '信息资源目录', en: 'Data directory' }}
        columns={columns}
        query={query}
        keyOf={(row) => row.id}
        onOpen={(row) => go(`/work/catalog/${row.id}`)}
        search
        actions={
          keeps && (
            <>
              <Button size="small" icon={<Icon name="link" size={16} />} onClick={() => setAdding('link')}>
                {t('link.add')}
              </Button>
              <Button type="primary" size="small" icon={<Icon name="upload" size={16} />} onClick={() => setAdding('file')}>
                {t('upload.title')}
              </Button>
            </>
          )
        }
        empty={
          <Empty icon="search" title={t('noneFound')}>
            {t('noneFoundHint')}
          </Empty>
        }
      />
      {adding === 'file' && <UploadDialog close={() => setAdding(undefined)} />}
      {adding === 'link' && <LinkDialog close={() => setAdding(undefined)} />}
    </div>
  )
}
