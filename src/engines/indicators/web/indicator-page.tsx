import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Link, useAddress, usePathParams } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Detail } from '../schema.ts'
import { DefinitionOf } from './definition.tsx'
import { MadeOf } from './made-of.tsx'
import { TargetDialog } from './target-dialog.tsx'
import { TownsOf } from './towns-of.tsx'
import { TrendOf } from './trend-of.tsx'
import { Follow, shown, toneOf, useMadeOf, usePeriodName, useTarget } from './words.ts'
import './indicators.css'

const periods = ['today', 'last-7d', 'last-30d', 'this-month', 'this-year'] as const

/** From the number to what it means, where it goes, where in the district it is, and the rows it is made of. */
export function IndicatorPage() {
  const { id = '' } = usePathParams()
  const [{ period, area }] = useAddress()
  const query = useApi(withQuery(`/api/indicators/${id}`, { period, area }), Detail, { everySeconds: 60, keep: true })
  return (
    <div className="figures-page">
      <Loaded query={query}>{(detail) => <Opened detail={detail} />}</Loaded>
    </div>
  )
}

function Opened({ detail }: { detail: Detail }) {
  const [{ area }] = useAddress()
  const scope = { id: detail.id, period: detail.period === 'now' ? undefined : detail.period, area }
  return (
    <>
      <Follow cards={[detail]} />
      <Head detail={detail} />
      <div className="figure-parts">
        <div>
          <TrendOf detail={detail} area={area} />
          <MadeOf detail={detail} {...scope} />
        </div>
        <div>
          <TownsOf detail={detail} {...scope} />
          <DefinitionOf detail={detail} />
        </div>
      </div>
    </>
  )
}

function Head({ detail }: { detail: Detail }) {
  const { t } = useTranslation('indicators')
  const text = useText()
  const periodName = usePeriodName()
  const madeOf = useMadeOf()
  const target = useTarget()(detail)
  const [, change] = useAddress()
  const [setting, setSetting] = useState(false)
  const { standing, period } = detail
  return (
    <header className="figure-head">
      <div className="grow">
        <Link to="/work/indicators" className="quiet">
          {t('list.title')} · {text(detail.group)}
        </Link>
        <h1>{text(detail.title)}</h1>
        <p>{text(detail.about)}</p>
        {period !== 'now' && (
          <Segmented
            value={period}
            options={[...new Set([...periods, period])].map((value) => ({ value, label: periodName(value) }))}
            onChange={(value) => change({ period: value })}
          />
        )}
      </div>
      <div className="figure-big" data-tone={toneOf[standing]}>
        <span className="numbers figure-big-value">
          {shown(detail.value, detail.digits)}
          {detail.value !== null && <small>{text(detail.unit)}</small>}
        </span>
        <span className="quiet numbers">{madeOf(detail)}</span>
        {target && (
          <StatusTag tone={toneOf[standing]}>
            {standing === 'none' ? target : `${t(`standing.${standing}`)} · ${target}`}
          </StatusTag>
        )}
        <span className="quiet">
          {detail.frozen ? t('head.frozen') : t('head.asOf')} <Time at={detail.asOf} style="exact" />
        </span>
        {detail.mayManage && (
          <Button size="small" onClick={() => setSetting(true)}>
            {t('target.set')}
          </Button>
        )}
      </div>
      {setting && <TargetDialog detail={detail} close={() => setSetting(false)} />}
    </header>
  )
}
