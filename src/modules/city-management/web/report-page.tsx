import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Checkbox, RadioGroup, TextArea, TextField } from '#kit/form/fields.tsx'
import { type Step, StepForm } from '#kit/form/step-form.tsx'
import type { FormFault } from '#kit/form/use-form.ts'
import type { Place } from '#kit/map/place.ts'
import { PlacePicker } from '#kit/map/place-picker.tsx'
import { type Photo, PhotoPicker } from '#kit/photo-picker.tsx'
import { useMe } from '#kit/session.ts'
import type { CitizenReport, Receipt } from '../schema.ts'
import { useCategories } from './category-choice.ts'
import { NearbyChoice } from './nearby-choice.tsx'
import { ReportReceipt } from './report-receipt.tsx'
import './report.css'

export interface Draft {
  /** Made once per draft, so that sending twice is one report. */
  clientId: string
  photos: Photo[]
  description: string
  family: string | null
  category: string | null
  place: Place | null
  address: string
  joins: string | null
  anonymous: boolean
  name: string
  phone: string
}

const phoneLike = /^\+?[0-9][0-9 -]{4,18}$/
const emptyDraft = (): Draft => ({
  clientId: crypto.randomUUID(),
  photos: [],
  description: '',
  family: null,
  category: null,
  place: null,
  address: '',
  joins: null,
  anonymous: false,
  name: '',
  phone: '',
})
/** A draft read back from the device has lost the pictures that were not sent yet. */
const keptPhotos = (photos: readonly Photo[]) => photos.filter(({ id, blob }) => id || blob instanceof Blob)

/** A resident reports, without an account if they wish: photo, place, kind, "is it one of these?", a number to keep. */
export function ReportPage() {
  const { t } = useTranslation('city-management')
  const [receipt, setReceipt] = useState<Receipt>()
  const [turn, setTurn] = useState(0)
  const initial = useRef(emptyDraft())
  const steps = useSteps()
  if (receipt)
    return (
      <div className="portal-width portal-page">
        <ReportReceipt
          receipt={receipt}
          again={() => {
            initial.current = emptyDraft()
            setReceipt(undefined)
            setTurn(turn + 1)
          }}
        />
      </div>
    )
  const submit = async (draft: Draft) => setReceipt(await api.post<Receipt>('/api/city-management/reports', reportOf(draft)))
  return (
    <div className="portal-width portal-page">
      <StepForm<Draft>
        key={turn}
        id="report"
        initial={initial.current}
        steps={steps}
        submitTitle={t('report.send')}
        promise={t('report.promise')}
        submit={submit}
      />
    </div>
  )
}

function reportOf({
  clientId,
  photos,
  description,
  category,
  place,
  address,
  joins,
  anonymous,
  name,
  phone,
}: Draft): CitizenReport {
  return {
    clientId,
    category: category ?? '',
    datum: 'wgs84',
    ...(place && { point: { lon: place.lon, lat: place.lat } }),
    address,
    description,
    photos: photos.flatMap(({ id }) => id ?? []),
    ...(joins && { joins }),
    anonymous,
    ...(!anonymous && name && { name }),
    ...(!anonymous && phone && { phone }),
  }
}

function useSteps(): Step<Draft>[] {
  const { t } = useTranslation('city-management')
  const { families, titleOf } = useCategories('residents')
  const me = useMe()
  const need = (isMissing: boolean, path: keyof Draft, detail: string): FormFault[] => (isMissing ? [{ path, detail }] : [])
  return [
    {
      id: 'what',
      title: t('report.what'),
      hint: t('report.whatHint'),
      render: (form) => (
        <>
          <PhotoPicker
            name="photos"
            label={t('report.photos')}
            value={keptPhotos(form.values.photos)}
            onChange={(change) => form.set({ photos: change(keptPhotos(form.values.photos)) })}
          />
          <TextArea
            {...form.field('description')}
            label={t('report.description')}
            hint={t('report.descriptionHint')}
            maxLength={2000}
            rows={4}
          />
        </>
      ),
      check: ({ description }) => need(description.trim().length < 2, 'description', t('report.needDescription')),
      answers: ({ description, photos }) => [
        { label: t('report.description'), value: description },
        { label: t('report.photos'), value: keptPhotos(photos).length || null },
      ],
    },
    {
      id: 'family',
      title: t('report.family'),
      render: (form) => (
        <RadioGroup
          {...form.field('family')}
          onChange={(family) => form.set({ family, category: null })}
          label={<span className="unseen">{t('report.family')}</span>}
          options={families.map(({ code, title, members }) => ({
            value: code,
            title,
            hint: members
              .slice(0, 3)
              .map((member) => member.title)
              .join('、'),
          }))}
        />
      ),
      check: ({ family }) => need(!family, 'family', t('report.needCategory')),
      answers: () => [],
    },
    {
      id: 'category',
      title: t('report.category'),
      render: (form) => (
        <RadioGroup
          {...form.field('category')}
          label={<span className="unseen">{t('report.category')}</span>}
          options={(families.find(({ code }) => code === form.values.family)?.members ?? []).map(({ code, title, hint }) => ({
            value: code,
            title,
            hint,
          }))}
        />
      ),
      check: ({ category }) => need(!category, 'category', t('report.needCategory')),
      answers: ({ category }) => [{ label: t('report.category'), value: titleOf(category) }],
    },
    {
      id: 'where',
      title: t('report.where'),
      hint: t('report.whereHint'),
      render: (form) => (
        <>
          <PlacePicker {...form.field('place')} label={t('report.place')} />
          <TextField
            {...form.field('address')}
            label={t('report.address')}
            hint={t('report.addressHint')}
            optional
            maxLength={200}
          />
        </>
      ),
      check: ({ place }) => need(!place, 'place', t('report.needPlace')),
      answers: ({ place, address }) => [
        { label: t('report.place'), value: address || (place && `${place.lon.toFixed(5)}, ${place.lat.toFixed(5)}`) },
      ],
    },
    {
      id: 'near',
      title: t('report.near'),
      hint: t('report.nearHint'),
      render: (form) => <NearbyChoice place={form.values.place} category={form.values.category} bound={form.field('joins')} />,
      answers: () => [],
    },
    {
      id: 'contact',
      title: t('report.contact'),
      hint: t('report.contactHint'),
      render: (form) => (
        <>
          <Checkbox {...form.field('anonymous')}>
            {t('report.anonymous')}（{t('report.anonymousHint')}）
          </Checkbox>
          {!form.values.anonymous && (
            <>
              <TextField
                {...form.field('name')}
                label={t('report.name')}
                optional
                maxLength={40}
                autoComplete="name"
                width={16}
                {...(me && { hint: me.name })}
              />
              <TextField
                {...form.field('phone')}
                label={t('report.phone')}
                optional
                type="tel"
                inputMode="tel"
                autoComplete="tel"
                width={16}
              />
            </>
          )}
        </>
      ),
      check: ({ anonymous, phone }) =>
        need(!anonymous && phone !== '' && !phoneLike.test(phone.trim()), 'phone', t('report.wrongPhone')),
      answers: ({ anonymous, name, phone }) => [
        { label: t('report.contact'), value: anonymous ? t('report.anonymous') : [name, phone].filter(Boolean).join(' ') },
      ],
    },
  ]
}
