import { App, Button, Form, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#kit/api.ts'
import type { Place } from '#kit/map/place.ts'
import { devicePlace, PlacePicker } from '#kit/map/place-picker.tsx'
import { dropParcel, sendOrKeep } from '#kit/outbox.ts'
import { useOutbox } from '#kit/outbox-badge.tsx'
import { type Photo, PhotoPicker } from '#kit/photo-picker.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { Time } from '#kit/time.tsx'
import type { Receipt } from '../schema.ts'
import { useCategories } from './category-choice.ts'
import './field.css'

interface Told {
  category: string
  description: string
  address?: string
}

/** In the rain, with one hand: camera and position first, big buttons; without network it waits on the phone. */
export function PatrolPage() {
  const { t } = useTranslation('city-management')
  const { message } = App.useApp()
  const [form] = Form.useForm<Told>()
  const [photos, setPhotos] = useState<Photo[]>([])
  const { place, setPlace, accuracyM, state } = usePosition()
  const { families, titleOf } = useCategories('staff')
  const [busy, setBusy] = useState(false)
  const send = async (told: Told) => {
    setBusy(true)
    try {
      const { lon, lat } = place ?? {}
      const body = {
        clientId: crypto.randomUUID(),
        observedAt: new Date().toISOString(),
        ...told,
        ...(lon !== undefined && { point: { lon, lat } }),
        photos: [],
      }
      const files = photos.flatMap(({ blob, name }) => (blob ? [{ name, blob }] : []))
      const answer = await sendOrKeep<Receipt>({
        path: '/api/city-management/patrol-reports',
        body,
        title: titleOf(told.category),
        files,
        filesField: 'photos',
      })
      void message.success('sent' in answer ? t('patrol.sent', { number: answer.sent.number }) : t('patrol.kept'))
      form.resetFields()
      setPhotos([])
    } catch (error) {
      void message.error(error instanceof ApiError ? error.detail : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="field-page">
      <h1>{t('patrol.title')}</h1>
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(told) => void send(told)}>
        <PhotoPicker
          name="photos"
          label={t('report.photos')}
          value={photos}
          onChange={(change) => setPhotos((now) => change(now))}
          later
        />
        <p className="field-position" role="status">
          {state === 'asking'
            ? t('patrol.locating')
            : place
              ? accuracyM !== null && t('patrol.accuracy', { count: accuracyM })
              : t('patrol.noPosition')}
        </p>
        <details open={state === 'refused' || undefined}>
          <summary>{t('patrol.map')}</summary>
          <PlacePicker name="place" label={t('patrol.position')} value={place} onChange={setPlace} height="260px" />
        </details>
        <Form.Item name="category" label={t('patrol.category')} rules={[{ required: true, message: t('report.needCategory') }]}>
          <Select
            showSearch
            optionFilterProp="label"
            placeholder={t('report.family')}
            options={families.map(({ title, members }) => ({
              label: title,
              options: members.map((member) => ({ value: member.code, label: member.title })),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="description"
          label={t('patrol.description')}
          rules={[{ required: true, min: 2, message: t('report.needDescription') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={2000} placeholder={t('patrol.descriptionHint')} />
        </Form.Item>
        <Form.Item name="address" label={t('patrol.address')}>
          <Input maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy} className="field-send">
          {t('patrol.send')}
        </Button>
      </Form>
      <Waiting />
    </div>
  )
}

/** The device's position, asked once; a tap on the map replaces it. */
function usePosition() {
  const [place, setPlace] = useState<Place | null>(null)
  const [accuracyM, setAccuracy] = useState<number | null>(null)
  const [state, setState] = useState<'asking' | 'known' | 'refused'>('asking')
  useEffect(() => {
    let gone = false
    void devicePlace().then((found) => {
      if (gone) return
      setState(found ? 'known' : 'refused')
      if (!found) return
      setPlace({ lon: found.lon, lat: found.lat })
      setAccuracy(found.accuracyM)
    })
    return () => {
      gone = true
    }
  }, [])
  const pick = (chosen: Place) => {
    setPlace(chosen)
    setAccuracy(null)
    setState('known')
  }
  return { place, setPlace: pick, accuracyM, state }
}

/** What still lies on this phone, and what the server refused. */
function Waiting() {
  const { t } = useTranslation('city-management')
  const waiting = useOutbox()
  if (waiting.length === 0) return null
  return (
    <section aria-label={t('patrol.waiting', { count: waiting.length })}>
      <h2>{t('patrol.waiting', { count: waiting.length })}</h2>
      <ul className="field-waiting">
        {waiting.map((parcel) => (
          <li key={parcel.id}>
            <span>
              {parcel.title} · <Time at={parcel.at} />
              {parcel.refused && <StatusTag tone="alarm">{t('patrol.refused', { why: parcel.refused })}</StatusTag>}
            </span>
            {parcel.refused && (
              <Button size="small" onClick={() => void dropParcel(parcel.id)}>
                {t('patrol.drop')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
