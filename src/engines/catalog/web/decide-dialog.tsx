import { Button, Checkbox, DatePicker, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import type { Application, Filter, Mask, Terms } from '../schema.ts'
import { maskTitles } from '../words.ts'
import { FilterEditor } from './filter-editor.tsx'
import { applicationsPath, sharesPath, useRefusal } from './look.tsx'

export type Act = 'approve' | 'less' | 'refuse' | 'resubmit' | 'appeal' | 'grant' | 'uphold'

const paths: Record<Act, string> = {
  approve: 'decide',
  less: 'decide',
  refuse: 'decide',
  resubmit: 'answer',
  appeal: 'appeal',
  grant: 'arbitrate',
  uphold: 'arbitrate',
}
const withTerms: readonly Act[] = ['approve', 'less', 'grant']

/** As it was asked for, personal items masked; the provider takes away from there. */
const begin = ({ fields, filters, items, quotaPerDay, expiresOn, terms }: Application): Terms =>
  terms ?? {
    fields,
    filters,
    masks: Object.fromEntries(
      items
        .filter(({ name, personal, mask }) => fields.includes(name) && (personal || mask))
        .map(({ name, mask }) => [name, mask ?? 'all']),
    ),
    quotaPerDay,
    expiresOn,
  }

export function DecideDialog({ application, act, close }: { application: Application; act: Act; close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [why, setWhy] = useState('')
  const [terms, setTerms] = useState<Terms>(() => begin(application))
  const send = useSend((body: object) => api.post(`${applicationsPath}/${application.id}/${paths[act]}`, body), {
    refresh: [applicationsPath, sharesPath, '/api/process', '/api/catalog/resources'],
    then: close,
  })
  const masks = Object.fromEntries(Object.entries(terms.masks).filter(([name]) => terms.fields.includes(name)))
  const finish = () =>
    send.mutate(
      { version: application.version, outcome: act, why, ...(withTerms.includes(act) && { terms: { ...terms, masks } }) },
      { onError: refused },
    )
  const needsWhy = act !== 'approve'
  return (
    <Modal open width="min(44rem, 96vw)" title={t(`application.${act}`)} onCancel={close} footer={null} destroyOnHidden>
      {withTerms.includes(act) && <TermsEditor application={application} terms={terms} setTerms={setTerms} />}
      <label htmlFor="decide-why">{needsWhy ? t('application.why') : t('application.whyOptional')}</label>
      <Input.TextArea id="decide-why" rows={3} maxLength={1000} value={why} onChange={(event) => setWhy(event.target.value)} />
      <div className="row dialog-buttons">
        <span className="grow" />
        <Button onClick={close}>{t('cancel')}</Button>
        <Button
          type="primary"
          danger={act === 'refuse'}
          loading={send.isPending}
          disabled={(needsWhy && why.trim() === '') || terms.fields.length === 0}
          onClick={finish}
        >
          {t(`application.${act}`)}
        </Button>
      </div>
    </Modal>
  )
}

interface TermsProps {
  application: Application
  terms: Terms
  setTerms: (terms: Terms) => void
}

/** Fields with their masks, rows, quota and end: never more than was asked for. */
function TermsEditor({ application, terms, setTerms }: TermsProps) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const items = application.items.filter(({ name }) => application.fields.includes(name))
  const maskOptions = [
    { value: '', label: t('application.clear') },
    ...Object.entries(maskTitles).map(([value, title]) => ({ value, label: text(title) })),
  ]
  const toggle = (name: string, isOn: boolean) =>
    setTerms({ ...terms, fields: isOn ? [...terms.fields, name] : terms.fields.filter((field) => field !== name) })
  const setMask = (name: string, mask: string) => {
    const { [name]: _, ...others } = terms.masks
    setTerms({ ...terms, masks: mask ? { ...others, [name]: mask as Mask } : others })
  }
  return (
    <div className="terms">
      <ul>
        {items.map(({ name, title }) => {
          const isOn = terms.fields.includes(name)
          return (
            <li key={name} className="row">
              <Checkbox className="grow" checked={isOn} onChange={(event) => toggle(name, event.target.checked)}>
                {text(title)}
              </Checkbox>
              <Select
                size="small"
                aria-label={`${text(title)} ${t('fact.mask')}`}
                disabled={!isOn}
                value={terms.masks[name] ?? ''}
                options={maskOptions}
                onChange={(mask) => setMask(name, mask)}
                popupMatchSelectWidth={false}
              />
            </li>
          )
        })}
      </ul>
      <p className="quiet">{t('apply.rows')}</p>
      <FilterEditor
        items={application.items}
        value={terms.filters}
        onChange={(filters: Filter[]) => setTerms({ ...terms, filters })}
      />
      <div className="row-wrap terms-limits">
        <label>
          {t('fact.quota')}{' '}
          <InputNumber
            min={1}
            max={application.quotaPerDay}
            value={terms.quotaPerDay}
            onChange={(quotaPerDay) => setTerms({ ...terms, quotaPerDay: quotaPerDay ?? 1 })}
          />
        </label>
        <label>
          {t('fact.until')}{' '}
          <DatePicker
            placeholder={terms.expiresOn}
            onChange={(at) => at && setTerms({ ...terms, expiresOn: at.format('YYYY-MM-DD') })}
          />
        </label>
      </div>
    </div>
  )
}
