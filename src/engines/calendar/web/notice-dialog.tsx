import { App, Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { useText } from '#kit/text.ts'
import { CalendarYear, NoticeReading } from '../schema.ts'
import './calendar.css'

/** The text of a notice is pasted, read, looked over, and entered. What cannot be read is never entered. */
export function NoticeDialog({
  firstYear,
  done,
  cancel,
}: {
  firstYear: number
  done: (year: number) => void
  cancel: () => void
}) {
  const { t } = useTranslation('calendar')
  const { message } = App.useApp()
  const [year, setYear] = useState(firstYear)
  const [words, setWords] = useState('')
  const [reading, setReading] = useState<NoticeReading | null>(null)
  const [number, setNumber] = useState('')
  const [publishedOn, setPublishedOn] = useState('')
  const say = (error: ApiError) => void message.error([error.detail, ...error.faults.map((fault) => fault.detail)].join(' '))
  const read = () =>
    api
      .post('/api/calendar/notices/read', { year, text: words }, NoticeReading)
      .then((found) => {
        setReading(found)
        setNumber(found.number ?? number)
        setPublishedOn(found.publishedOn ?? publishedOn)
      })
      .catch(say)
  const enter = () =>
    api
      .put(`/api/calendar/years/${year}`, { number, publishedOn, festivals: reading?.festivals ?? [] }, CalendarYear)
      .then(() => {
        void message.success(t('entered', { year }))
        done(year)
      })
      .catch(say)
  const isRight = reading !== null && reading.doubts.length === 0 && number !== '' && publishedOn !== ''
  return (
    <Modal
      open
      title={t('enter')}
      width={720}
      onCancel={cancel}
      onOk={isRight ? enter : read}
      okText={t(isRight ? 'confirm' : reading ? 'readAgain' : 'read')}
      okButtonProps={{ disabled: words.length < 20 }}
    >
      <Form layout="vertical">
        <Form.Item label={t('year')} htmlFor="notice-year">
          <InputNumber
            id="notice-year"
            min={2024}
            max={2100}
            value={year}
            onChange={(value) => value && (setYear(value), setReading(null))}
          />
        </Form.Item>
        <Form.Item label={t('paste')} htmlFor="notice-text" extra={t('pasteHint')}>
          <Input.TextArea
            id="notice-text"
            rows={8}
            value={words}
            onChange={(event) => (setWords(event.target.value), setReading(null))}
          />
        </Form.Item>
        {reading && <WhatWasRead reading={reading} />}
        {reading && (
          <>
            <Form.Item label={t('number')} htmlFor="notice-number">
              <Input id="notice-number" value={number} onChange={(event) => setNumber(event.target.value)} />
            </Form.Item>
            <Form.Item label={t('publishedOn')} htmlFor="notice-published">
              <Input
                id="notice-published"
                type="date"
                value={publishedOn}
                onChange={(event) => setPublishedOn(event.target.value)}
              />
            </Form.Item>
          </>
        )}
      </Form>
    </Modal>
  )
}

function WhatWasRead({ reading: { festivals, doubts } }: { reading: NoticeReading }) {
  const { t } = useTranslation('calendar')
  const text = useText()
  return (
    <>
      {doubts.length > 0 && (
        <div role="alert" className="calendar-doubts">
          <p>{t('doubts')}</p>
          <ul>
            {doubts.map((doubt) => (
              <li key={doubt.zh}>{text(doubt)}</li>
            ))}
          </ul>
        </div>
      )}
      <table className="calendar-read">
        <thead>
          <tr>
            <th scope="col">{t('festival')}</th>
            <th scope="col">{t('daysOff')}</th>
            <th scope="col">{t('makeUp')}</th>
          </tr>
        </thead>
        <tbody>
          {festivals.map(({ name, from, to, workdays }) => (
            <tr key={from}>
              <td>{text(name)}</td>
              <td>{from === to ? from : `${from} – ${to}`}</td>
              <td>{workdays.join('、') || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
