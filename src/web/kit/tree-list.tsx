import { Input } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'
import { Empty } from './states.tsx'
import { type Text, useText } from './text.ts'
import './tree-list.css'

/** A unit, an area: `path` is the codes from the top down, in dots. */
export interface TreeNode {
  path: string
  code: string
  name: Text
  /** Beside the name, small. */
  mark?: ReactNode
  /** No longer in use: drawn quietly. */
  past?: boolean
}

interface Props {
  label: string
  nodes: readonly TreeNode[]
  openCode?: string | undefined
  onOpen: (node: TreeNode) => void
  /** Beside the search. */
  actions?: ReactNode
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')))
const above = (path: string): string[] => {
  const parts = path.split('.')
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('.'))
}

/** A tree to look through: what the search finds stands with all that is above it; else what was opened, and the first level. */
export function TreeList({ label, nodes, openCode, onOpen, actions }: Props) {
  const { t } = useTranslation('web')
  const text = useText()
  const [q, setQ] = useState('')
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const children = useMemo(() => Map.groupBy(nodes, (node) => parentOf(node.path)), [nodes])
  const known = useMemo(() => new Set(nodes.map(({ path }) => path)), [nodes])
  const tops = nodes.filter(({ path }) => !known.has(parentOf(path)))
  const wanted = q.trim().toLowerCase()
  const isHit = (node: TreeNode) => [node.code, node.name.zh, node.name.en].some((word) => word.toLowerCase().includes(wanted))
  const hits = wanted ? nodes.filter(isHit) : []
  const found = new Set(hits.flatMap(({ path }) => [path, ...above(path)]))
  const openPath = nodes.find(({ code }) => code === openCode)?.path
  const isOpen = (node: TreeNode) =>
    wanted
      ? found.has(node.path)
      : opened.has(node.path) !== (tops.includes(node) || (openPath?.startsWith(`${node.path}.`) ?? false))
  const toggle = ({ path }: TreeNode) =>
    setOpened((before) => new Set(before.has(path) ? [...before].filter((one) => one !== path) : [...before, path]))
  const branch = (level: readonly TreeNode[]): ReactNode => (
    <ul>
      {level
        .filter(({ path }) => !wanted || found.has(path))
        .map((node) => {
          const below = children.get(node.path) ?? []
          return (
            <li key={node.path}>
              <div className="tree-row" data-open={node.code === openCode || undefined} data-past={node.past || undefined}>
                {below.length > 0 ? (
                  <button
                    type="button"
                    className="btn-icon"
                    aria-expanded={isOpen(node)}
                    aria-label={t(isOpen(node) ? 'tree.fold' : 'tree.unfold', { name: text(node.name) })}
                    onClick={() => toggle(node)}
                  >
                    <Icon name={isOpen(node) ? 'chevron-down' : 'chevron-right'} size={16} />
                  </button>
                ) : (
                  <span className="tree-leaf" />
                )}
                <button
                  type="button"
                  className="tree-name"
                  aria-current={node.code === openCode ? 'true' : undefined}
                  onClick={() => onOpen(node)}
                >
                  {text(node.name)}
                  {node.mark && <small>{node.mark}</small>}
                </button>
              </div>
              {below.length > 0 && isOpen(node) && branch(below)}
            </li>
          )
        })}
    </ul>
  )
  return (
    <section className="tree-list" aria-label={label}>
      <header className="tree-top">
        <div className="row-wrap">
          <h1>{label}</h1>
          <span className="grow" />
          {actions}
        </div>
        <Input
          allowClear
          prefix={<Icon name="search" size={16} />}
          placeholder={t('tree.search')}
          aria-label={t('tree.search')}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      </header>
      <div className="tree-body">
        {wanted && hits.length === 0 ? <Empty icon="search" title={t('tree.none')} /> : branch(tops)}
      </div>
    </section>
  )
}
