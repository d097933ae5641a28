import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { type Text, useText } from '#kit/text.ts'
import type { ClassNode, Directory } from '../schema.ts'
import { cycleTitles, openingTitles, sharingTitles, sourceTitles } from '../words.ts'

/** 类, 项, 目: what lies on the way to the chosen class is open, the rest folded. */
export function ClassTree({ nodes }: { nodes: readonly ClassNode[] }) {
  const { t } = useTranslation('catalog')
  const [{ class: chosen = '' }, change] = useAddress()
  const isShown = ({ code, level }: ClassNode) =>
    level === 1 || (level === 2 && chosen.startsWith(code.slice(0, 1))) || (level > 2 && chosen.startsWith(code.slice(0, 3)))
  return (
    <nav aria-label={t('classes')} className="class-tree">
      <h2>{t('classes')}</h2>
      <ul>
        <ClassRow
          level={1}
          isChosen={chosen === ''}
          title={{ zh: '全部资源', en: 'Everything' }}
          choose={() => change({ class: null })}
        />
        {nodes.filter(isShown).map(({ code, title, level, count }) => (
          <ClassRow
            key={code}
            level={level}
            isChosen={chosen === code}
            title={title}
            count={count}
            choose={() => change({ class: code === chosen ? null : code })}
          />
        ))}
      </ul>
    </nav>
  )
}

function ClassRow({
  level,
  isChosen,
  title,
  count,
  choose,
}: {
  level: number
  isChosen: boolean
  title: Text
  count?: number
  choose: () => void
}) {
  const text = useText()
  return (
    <li>
      <button type="button" data-level={level} aria-current={isChosen || undefined} onClick={choose} disabled={count === 0}>
        <span className="grow">{text(title)}</span>
        {count !== undefined && <span className="numbers quiet">{count}</span>}
      </button>
    </li>
  )
}

const shownFacets = ['sharing', 'opening', 'provider', 'source', 'cycle', 'tag'] as const
const MOST = 8

/** How many there are under each value; a press narrows, another lifts it again. */
export function Facets({ facets }: { facets: Directory['facets'] }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [address, change] = useAddress()
  const units = useApi<{ items: { path: string; name: Text }[] }>('/api/identity/organisations').data?.items ?? []
  const titleOf = (facet: string, value: string): string => {
    if (facet === 'sharing') return text(sharingTitles[Number(value)])
    if (facet === 'opening') return text(openingTitles[Number(value)])
    if (facet === 'cycle') return text(cycleTitles[Number(value)])
    if (facet === 'source') return text(sourceTitles[value])
    if (facet === 'provider') return text(units.find(({ path }) => path === value)?.name) || value
    return value
  }
  return (
    <div className="facets">
      {shownFacets
        .filter((facet) => (facets[facet]?.length ?? 0) > 0)
        .map((facet) => (
          <section key={facet}>
            <h2>{t(`facet.${facet}`)}</h2>
            <ul>
              {facets[facet]?.slice(0, MOST).map(({ value, count }) => (
                <li key={value}>
                  <button
                    type="button"
                    aria-pressed={address[facet] === value}
                    onClick={() => change({ [facet]: address[facet] === value ? null : value })}
                  >
                    <span className="grow">{titleOf(facet, value)}</span>
                    <span className="numbers quiet">{count}</span>
                    {address[facet] === value && <Icon name="close" size={14} />}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  )
}
