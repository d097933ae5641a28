import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Facts, Section } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { type Item, type Resource, Rows } from '../schema.ts'
import {
  cycleTitles,
  formatTitles,
  howTitles,
  maskTitles,
  openingTitles,
  sharingTitles,
  sourceTitles,
  typeTitles,
} from '../words.ts'
import { ItemDialog } from './edit-dialog.tsx'
import { number } from './look.tsx'
import { RowsTable } from './rows-table.tsx'

/** The core metadata of the 2017 guide, in its order, and the items. */
export function ResourceFacts({ resource }: { resource: Resource }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const basis = (title: string, why: string | null) => (why ? `${title}：${why}` : title)
  const [table] = resource.distributions
  return (
    <>
      <p className="catalog-abstract">{text(resource.abstract)}</p>
      <Section title={t('metadata')}>
        <Facts
          items={[
            [t('fact.class'), resource.classTitles.map(text).join(' › ')],
            [
              t('fact.code'),
              <span key="code" className="numbers">
                {resource.code}
              </span>,
            ],
            [t('fact.provider'), text(resource.providerName)],
            [t('fact.format'), text(formatTitles[resource.format])],
            [t('fact.sharing'), basis(text(sharingTitles[resource.sharing]), resource.sharingBasis)],
            [t('fact.ways'), resource.sharingWays.map((way) => text(howTitles[way])).join('、')],
            [t('fact.opening'), basis(text(openingTitles[resource.opening]), resource.openingBasis)],
            [t('fact.cycle'), text(cycleTitles[resource.cycle])],
            [t('fact.published'), resource.publishedOn],
            [
              t('fact.rows'),
              table === undefined || table.rowCount === null ? null : resource.may.sample ? (
                <Link key="rows" to={`/work/catalog/${resource.id}?tab=sample`}>
                  {number(table.rowCount)}
                </Link>
              ) : (
                number(table.rowCount)
              ),
            ],
            [t('fact.dataAt'), resource.dataAt && <Time key="at" at={resource.dataAt} style="exact" />],
            [t('fact.source'), text(sourceTitles[resource.source])],
            [t('fact.tags'), resource.tags.join('、')],
            [t('fact.related'), resource.related.length > 0 ? <Related key="related" resource={resource} /> : null],
            [
              t('fact.url'),
              table?.url && (
                <a key="url" href={table.url} rel="noreferrer" target="_blank">
                  {table.url}
                </a>
              ),
            ],
          ]}
        />
      </Section>
      {table && table.items.length > 0 && (
        <Section title={t('items', { count: table.items.length })}>
          <ItemsTable items={table.items} distribution={table.id} may={resource.may.steward} />
        </Section>
      )}
    </>
  )
}

function Related({ resource }: { resource: Resource }) {
  const text = useText()
  return (
    <ul className="plain">
      {resource.related.map(({ code, id, name }) => (
        <li key={code}>{id ? <Link to={`/work/catalog/${id}`}>{text(name)}</Link> : code}</li>
      ))}
    </ul>
  )
}

function ItemsTable({ items, distribution, may }: { items: readonly Item[]; distribution: string; may: boolean }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [editing, setEditing] = useState<Item>()
  return (
    <div className="rows-scroll" tabIndex={0} role="region" aria-label={t('metadata')}>
      <table className="rows-table">
        <thead>
          <tr>
            {(['item', 'type', 'standard', 'mask'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`column.${column}`)}
              </th>
            ))}
            {may && <th aria-label={t('edit.item')} />}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.name}>
              <td>
                {text(item.title)} {item.unit && <small className="quiet">{item.unit}</small>}
                {item.title.zh !== item.name && <small className="quiet item-name">{item.name}</small>}
              </td>
              <td>{text(typeTitles[item.type])}</td>
              <td>
                {item.standard ? (
                  <Link to={`/work/data-standards?named=${encodeURIComponent(item.standard)}`}>{item.standard}</Link>
                ) : (
                  '–'
                )}
              </td>
              <td>
                {item.personal && <Icon name="shield" size={14} />}{' '}
                {item.mask ? text(maskTitles[item.mask]) : item.personal ? text(maskTitles['all']) : '–'}
              </td>
              {may && (
                <td data-end>
                  <Button
                    size="small"
                    type="text"
                    aria-label={`${t('edit.item')}：${text(item.title)}`}
                    icon={<Icon name="edit" size={16} />}
                    onClick={() => setEditing(item)}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {editing && <ItemDialog item={editing} distribution={distribution} close={() => setEditing(undefined)} />}
    </div>
  )
}

/** The first rows, masked; or why they are not shown. */
export function Sample({ resource }: { resource: Resource }) {
  const { t } = useTranslation('catalog')
  const table = resource.distributions.find(({ kind }) => kind === 'table')
  const path = resource.may.sample && table ? `/api/catalog/distributions/${table.id}/sample` : null
  const rows = useApi(path, Rows)
  if (!path)
    return (
      <Empty icon="lock" title={t('sample.closed')}>
        {t('sample.closedHint')}
      </Empty>
    )
  return (
    <Loaded query={rows}>
      {(found) => (
        <>
          <p className="quiet">{t('sample.about', { count: found.rows.length, total: number(found.total) })}</p>
          <RowsTable rows={found} label={t('tab.sample')} />
        </>
      )}
    </Loaded>
  )
}
