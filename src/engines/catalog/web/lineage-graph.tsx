import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { pathOf } from '#kit/ref-link.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Lineage, type LineageNode } from '../schema.ts'
import { lineageTitles } from '../words.ts'
import { resourcesPath } from './look.tsx'

const icons: Record<LineageNode['kind'], IconName> = {
  source: 'upload',
  resource: 'database',
  distribution: 'table',
  share: 'key-round',
  consumer: 'building',
  open: 'globe',
  exchange: 'refresh',
  indicator: 'chart',
  other: 'link',
}

const WIDTH = 190
const HEIGHT = 44
const GAP_X = 64
const GAP_Y = 14

interface Placed extends LineageNode {
  x: number
  y: number
}

/** Each thing one column further than the last thing it was made from; within a column, in order of arrival. */
function place({ nodes, edges }: Lineage): { placed: Map<string, Placed>; width: number; height: number } {
  const depth = new Map(nodes.map(({ ref }) => [ref, 0]))
  for (let round = 0; round < nodes.length; round += 1) {
    let moved = false
    for (const { from, to } of edges) {
      const next = (depth.get(from) ?? 0) + 1
      if (next > (depth.get(to) ?? 0) && next <= nodes.length) {
        depth.set(to, next)
        moved = true
      }
    }
    if (!moved) break
  }
  const columns = Map.groupBy(nodes, ({ ref }) => depth.get(ref) ?? 0)
  const tallest = Math.max(...[...columns.values()].map((column) => column.length))
  const height = tallest * (HEIGHT + GAP_Y)
  const placed = new Map<string, Placed>()
  for (const [column, members] of columns) {
    const top = (height - members.length * (HEIGHT + GAP_Y)) / 2
    members.forEach((node, at) => placed.set(node.ref, { ...node, x: column * (WIDTH + GAP_X), y: top + at * (HEIGHT + GAP_Y) }))
  }
  return { placed, width: columns.size * (WIDTH + GAP_X) - GAP_X, height: height - GAP_Y }
}

export function LineageView({ id }: { id: string }) {
  const { t } = useTranslation('catalog')
  const lineage = useApi(`${resourcesPath}/${id}/lineage`, Lineage)
  return (
    <Loaded query={lineage}>
      {(found) =>
        found.edges.length === 0 ? (
          <Empty icon="link" title={t('lineage.none')} />
        ) : (
          <>
            <p className="quiet">{t('lineage.about')}</p>
            <Drawn lineage={found} self={`catalog.resource:${id}`} />
            <Steps lineage={found} />
          </>
        )
      }
    </Loaded>
  )
}

/** From left to right: source, resource, table, share, consumer. What has ended is dashed. */
function Drawn({ lineage, self }: { lineage: Lineage; self: string }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const { placed, width, height } = useMemo(() => place(lineage), [lineage])
  return (
    <div className="lineage" tabIndex={0} role="region" aria-label={t('tab.lineage')}>
      <div style={{ width, height, position: 'relative' }}>
        <svg width={width} height={height} aria-hidden="true">
          {lineage.edges.map(({ from, to, how, endedAt }) => {
            const [a, b] = [placed.get(from), placed.get(to)]
            if (!a || !b) return null
            const [x1, y1, x2, y2] = [a.x + WIDTH, a.y + HEIGHT / 2, b.x, b.y + HEIGHT / 2]
            const half = (x2 - x1) / 2
            return (
              <path
                key={`${from} ${to} ${how}`}
                d={`M${x1} ${y1} C${x1 + half} ${y1} ${x2 - half} ${y2} ${x2} ${y2}`}
                data-ended={endedAt !== null || undefined}
              />
            )
          })}
        </svg>
        {[...placed.values()].map((node) => {
          const to = pathOf(node.ref)
          const inside = (
            <>
              <Icon name={icons[node.kind]} size={18} />
              <span>
                <small>{t(`lineage.kind.${node.kind}`)}</small>
                {text(node.title)}
              </span>
            </>
          )
          const common = {
            className: 'lineage-node',
            'data-kind': node.kind,
            'data-self': node.ref === self || undefined,
            style: { left: node.x, top: node.y, width: WIDTH, height: HEIGHT },
            title: text(node.title),
          }
          return to && node.ref !== self ? (
            <Link key={node.ref} to={to} {...common}>
              {inside}
            </Link>
          ) : (
            <span key={node.ref} {...common}>
              {inside}
            </span>
          )
        })}
      </div>
    </div>
  )
}

/** The same as a list: when it was made, by whom. */
function Steps({ lineage }: { lineage: Lineage }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const titleOf = (ref: string) => text(lineage.nodes.find((node) => node.ref === ref)?.title)
  return (
    <details className="lineage-steps">
      <summary>{t('lineage.asList', { count: lineage.edges.length })}</summary>
      <ul>
        {lineage.edges.map(({ from, to, how, at, by, endedAt }) => (
          <li key={`${from} ${to} ${how}`}>
            {titleOf(from)} → {titleOf(to)} <span className="quiet">{text(lineageTitles[how])}</span>{' '}
            <span className="quiet">{by}</span> <Time at={at} style="short" />
            {endedAt && <em> {t('lineage.ended')}</em>}
          </li>
        ))}
      </ul>
    </details>
  )
}
