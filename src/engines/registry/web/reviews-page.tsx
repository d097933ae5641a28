import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withQuery } from '#kit/api.ts'
import { useKeys } from '#kit/keys.ts'
import { Link, useAddress } from '#kit/navigate.tsx'
import { refresh, useApi, usePages, useSend } from '#kit/query.ts'
import { Empty, Failed, Loaded, Loading } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Decision, RegistryCard, RegistryView, ReviewCard, ReviewView } from '../schema.ts'
import './registry.css'

/** The queue of doubtful pairs, decided by three keys: s same, d different, n next. */
export function ReviewsPage() {
  const { t } = useTranslation('registry')
  const text = useText()
  const [{ of = 'population', state = 'open', pair }, change] = useAddress()
  const all = useApi<{ items: RegistryCard[] }>('/api/registry/registries')
  const queue = usePages<ReviewCard>(withQuery(`/api/registry/${of}/reviews`, { state }))
  const at = Math.max(
    0,
    queue.rows.findIndex(({ id }) => id === pair),
  )
  const open = pair ?? queue.rows[0]?.id
  const next = () => {
    const following = queue.rows[at + 1] ?? queue.rows.find(({ id }) => id !== open)
    change({ pair: following?.id ?? null })
    if (at > queue.rows.length - 5) queue.more()
  }
  return (
    <div className="registry-page">
      <header className="row-wrap">
        <h1 className="grow">{t('reviews.title')}</h1>
        <Segmented
          value={of}
          options={(all.data?.items ?? []).map(({ id, title, queue: count }) => ({
            value: id,
            label: `${text(title)} ${count}`,
          }))}
          onChange={(id) => change({ of: id, pair: null })}
        />
        <Segmented
          value={state}
          options={(['open', 'undecided', 'decided'] as const).map((value) => ({ value, label: t(`reviews.${value}`) }))}
          onChange={(value) => change({ state: value, pair: null })}
        />
      </header>
      {queue.isPending && <Loading />}
      {queue.error && <Failed error={queue.error} again={queue.again} />}
      {!queue.isPending && !queue.error && !open && (
        <Empty icon="circle-check" title={t('reviews.none')}>
          {t('reviews.noneHint')}
        </Empty>
      )}
      {open && (
        <Pair
          key={open}
          registry={of}
          id={open}
          place={`${at + 1} / ${queue.rows.length}${queue.hasMore ? '+' : ''}`}
          next={next}
        />
      )}
    </div>
  )
}

type Clear = { left: Record<string, string>; right: Record<string, string> }
interface PairProps {
  registry: string
  id: string
  place: string
  next: () => void
}

function Pair({ registry, id, place, next }: PairProps) {
  const view = useApi<ReviewView>(`/api/registry/${registry}/reviews/${id}`)
  const about = useApi<RegistryView>(`/api/registry/${registry}`)
  return (
    <Loaded query={view}>
      {(review) => <Loaded query={about}>{(of) => <Compared review={review} registry={of} place={place} next={next} />}</Loaded>}
    </Loaded>
  )
}

const marks = { same: '=', close: '≈', different: '≠', missing: '·' } as const
const tones = { same: 'done', close: 'warning', different: 'alarm', missing: 'neutral' } as const

function useDecide(review: ReviewView, next: () => void) {
  const { t } = useTranslation('registry')
  const { message } = App.useApp()
  const path = `/api/registry/${review.registry}/reviews/${review.id}`
  const decide = useSend(
    (decision: Decision['decision']) => api.post<ReviewView>(`${path}/decide`, { version: review.version, decision }),
    {
      then: ({ state }) => {
        void message.success(t(`reviews.did.${state}`))
        next()
        void refresh('/api/registry')
      },
    },
  )
  const isOpen = review.state === 'open' || review.state === 'seconding' || review.state === 'undecided'
  const run = (decision: Decision['decision']) => {
    if (!isOpen || decide.isPending) return
    decide.mutate(decision, {
      onError: (error) => {
        void message.error(error.detail)
        void refresh('/api/registry')
      },
    })
  }
  return { run, isOpen, busy: decide.isPending }
}

function Compared({
  review,
  registry,
  place,
  next,
}: {
  review: ReviewView
  registry: RegistryView
  place: string
  next: () => void
}) {
  const { t } = useTranslation('registry')
  const text = useText()
  const [clear, setClear] = useState<Clear | null>(null)
  const { run, isOpen, busy } = useDecide(review, next)
  const unmask = useSend(() => api.post<Clear>(`/api/registry/${review.registry}/reviews/${review.id}/unmask`, {}), {
    then: setClear,
  })
  useKeys({
    s: () => run('same'),
    d: () => run('different'),
    u: () => run('undecided'),
    n: next,
    o: () => (clear ? setClear(null) : unmask.mutate(undefined)),
  })
  const said = (id: string, value: string | null) => {
    const code = registry.fields.find((field) => field.id === id)?.codes.find((each) => each.value === value)
    return code ? text(code.title) : (value ?? '–')
  }
  const sourceName = (id: string) => text(registry.bySource.find((each) => each.id === id)?.title ?? { zh: id, en: id })
  return (
    <article className="registry-pair">
      <p className="row-wrap">
        <span className="numbers">{place}</span>
        <StatusTag tone="warning">{t(`reviews.reason.${review.reason}`)}</StatusTag>
        <span className="quiet numbers">{t('reviews.score', { score: review.score.toFixed(1) })}</span>
        {!isOpen && (
          <StatusTag tone="done">
            {t(`reviews.did.${review.state}`)} {review.decidedBy}
          </StatusTag>
        )}
        {review.state === 'seconding' && (
          <StatusTag tone="active">{t('reviews.seconding', { by: review.proposedBy ?? '' })}</StatusTag>
        )}
        <span className="grow" />
        <Time at={review.openedAt} />
      </p>
      <div className="registry-scroll">
        <table className="registry-table registry-compare">
          <thead>
            <tr>
              <th />
              {review.sides.map((side) => (
                <th key={side.record}>
                  <Link to={`/work/registry/${review.registry}/${side.entity}`}>{sourceName(side.source)}</Link>
                  <small className="quiet">
                    {side.observedOn} · {t('reviews.companions', { count: side.companions })}
                  </small>
                </th>
              ))}
              <th>{t('reviews.evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {review.fields.map((field) => (
              <tr key={field.id} data-level={field.level}>
                <th scope="row">{text(field.title)}</th>
                <td>{said(field.id, clear?.left[field.id] ?? field.left)}</td>
                <td>{said(field.id, clear?.right[field.id] ?? field.right)}</td>
                <td>
                  <StatusTag tone={tones[field.level]}>
                    {marks[field.level]} {t(`level.${field.level}`)}
                  </StatusTag>
                  {field.weight !== 0 && (
                    <small className="quiet numbers">{(field.weight > 0 ? '+' : '') + field.weight.toFixed(1)}</small>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="row-wrap registry-decide">
        <Button type="primary" disabled={!isOpen} loading={busy} onClick={() => run('same')}>
          {t('reviews.same')} <kbd>s</kbd>
        </Button>
        <Button disabled={!isOpen} onClick={() => run('different')}>
          {t('reviews.different')} <kbd>d</kbd>
        </Button>
        <Button disabled={!isOpen} onClick={() => run('undecided')}>
          {t('reviews.undecide')} <kbd>u</kbd>
        </Button>
        <Button onClick={next}>
          {t('reviews.next')} <kbd>n</kbd>
        </Button>
        <span className="grow" />
        <Button loading={unmask.isPending} onClick={() => (clear ? setClear(null) : unmask.mutate(undefined))}>
          {clear ? t('entity.hide') : t('reviews.unmask')} <kbd>o</kbd>
        </Button>
      </div>
      <p className="quiet">{t('reviews.hint')}</p>
    </article>
  )
}
