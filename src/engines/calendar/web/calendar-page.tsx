import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { wallDay } from '#kit/district-time.ts'
import { refresh, useApi } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { CalendarYear, Years } from '../schema.ts'
import { DueCalculator } from './due-calculator.tsx'
import { MonthTable } from './month-table.tsx'
import { NoticeDialog } from './notice-dialog.tsx'
import './calendar.css'

/** The year as it is worked: what the notices change, and when a limit ends. */
export function CalendarPage() {
  const { t } = useTranslation('calendar')
  const mayEnter = useMay('calendar.enter')
  const published = useApi('/api/calendar/years', Years)
  const known = published.data?.items.map((item) => item.year) ?? []
  const thisYear = Number(wallDay(new Date()).slice(0, 4))
  const [chosen, setChosen] = useState<number | null>(null)
  const year = chosen ?? (known.includes(thisYear) ? thisYear : known.at(-1))
  const [entering, setEntering] = useState(false)
  const query = useApi(year === undefined ? null : `/api/calendar/years/${year}`, CalendarYear)
  const entered = (now: number) => {
    setEntering(false)
    setChosen(now)
    void refresh('/api/calendar')
  }
  return (
    <div className="calendar-page">
      <header className="calendar-head">
        <h1>{t('title')}</h1>
        <Select
          aria-label={t('year')}
          value={year ?? null}
          onChange={setChosen}
          options={known.map((value) => ({ value, label: String(value) }))}
          style={{ width: '6rem' }}
        />
        <span className="grow" />
        {mayEnter && <Button onClick={() => setEntering(true)}>{t('enter')}</Button>}
      </header>
      <section>
        <h2>{t('calculator')}</h2>
        <DueCalculator />
      </section>
      <Loaded query={query}>{(data) => <YearView data={data} />}</Loaded>
      {entering && <NoticeDialog firstYear={(known.at(-1) ?? thisYear) + 1} done={entered} cancel={() => setEntering(false)} />}
    </div>
  )
}

function YearView({ data }: { data: CalendarYear }) {
  const { t } = useTranslation('calendar')
  const named = new Map(data.days.map((day) => [day.date, day]))
  const today = wallDay(new Date())
  const total = data.workdaysByMonth.reduce((sum, days) => sum + days, 0)
  return (
    <>
      <p className="quiet">
        {t('source', data.notice)} · {t('workdays', { count: total })} ·{' '}
        {t('hours', { hours: data.hours.map((part) => part.join('–')).join('，') })}
        {data.provisional && ` · ${t('provisional')}`}
      </p>
      <p className="calendar-legend">
        <span>
          <b data-kind="holiday">{t('off')}</b>
          {t('legendOff')}
        </span>
        <span>
          <b data-kind="make-up-workday">{t('work')}</b>
          {t('legendWork')}
        </span>
      </p>
      <div className="calendar-months">
        {data.workdaysByMonth.map((workdays, i) => (
          <MonthTable key={i} year={data.year} month={i + 1} named={named} workdays={workdays} today={today} />
        ))}
      </div>
    </>
  )
}
