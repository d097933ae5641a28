import { Button, Input, InputNumber, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError, withQuery } from '#kit/api.ts'
import { fromWall, wallMinute } from '#kit/district-time.ts'
import { useLanguage, useText } from '#kit/text.ts'
import { exactTime } from '#kit/time.tsx'
import { Due } from '../schema.ts'

const clocks = [
  ['working-days', 'workingDays'],
  ['working-hours', 'workingHours'],
  ['urgent-hours', 'urgentHours'],
  ['natural-days', 'naturalDays'],
] as const

/** When a limit that begins then is over, as the server counts it. */
export function DueCalculator() {
  const { t } = useTranslation('calendar')
  const text = useText()
  const language = useLanguage()
  const [start, setStart] = useState(() => wallMinute(new Date()))
  const [amount, setAmount] = useState(3)
  const [clock, setClock] = useState<string>('working-days')
  const [answer, setAnswer] = useState<Due | string | null>(null)
  const ask = (event: FormEvent) => {
    event.preventDefault()
    api
      .get(withQuery('/api/calendar/due', { start: fromWall(start).toISOString(), amount, clock }), Due)
      .then(setAnswer)
      .catch((error: ApiError) => setAnswer(error.detail))
  }
  return (
    <form className="calendar-calculator card" onSubmit={ask} aria-label={t('calculator')}>
      <label>
        {t('start')}
        <Input type="datetime-local" value={start} required onChange={(event) => setStart(event.target.value)} />
      </label>
      <label>
        {t('amount')}
        <InputNumber min={0} max={1000} value={amount} onChange={(value) => setAmount(value ?? 0)} />
      </label>
      <label htmlFor="calendar-clock">
        {t('clock')}
        <Select
          id="calendar-clock"
          aria-label={t('clock')}
          style={{ width: '15rem' }}
          value={clock}
          onChange={setClock}
          options={clocks.map(([value, name]) => ({ value, label: t(name) }))}
        />
      </label>
      <Button htmlType="submit">{t('calculate')}</Button>
      <p className="calendar-answer" role="status">
        {typeof answer === 'string' && answer}
        {answer && typeof answer !== 'string' && (
          <>
            {t('due', { says: text(answer.says), due: exactTime(answer.dueAt, language) })}
            {answer.provisional && <span className="quiet"> {t('dueProvisional')}</span>}
          </>
        )}
      </p>
    </form>
  )
}
