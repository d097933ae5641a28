import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useApi } from '#kit/query.ts'
import { type Text, useText } from '#kit/text.ts'
import type { ForPurpose } from '../schema.ts'

export type Why = Partial<ForPurpose>
export const isWhy = (why: Why): why is ForPurpose => why.purpose !== undefined && (why.note?.trim().length ?? 0) >= 4

interface Purposes {
  items: { id: ForPurpose['purpose']; title: Text; basis: Text }[]
}

/** The purpose comes first: it stands in the person's own list of who looked. */
export function PurposeFields({ value, onChange, id }: { value: Why; onChange: (why: Why) => void; id: string }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const purposes = useApi<Purposes>('/api/registry/purposes').data?.items ?? []
  const chosen = purposes.find((each) => each.id === value.purpose)
  return (
    <div className="registry-purpose">
      <label htmlFor={`${id}-purpose`}>{t('purpose')}</label>
      <Select
        id={`${id}-purpose`}
        value={value.purpose ?? null}
        placeholder={t('purposeChoose')}
        options={purposes.map((each) => ({ value: each.id, label: text(each.title) }))}
        onChange={(purpose) => purpose && onChange({ ...value, purpose })}
      />
      <label htmlFor={`${id}-note`}>{t('note')}</label>
      <Input
        id={`${id}-note`}
        value={value.note ?? ''}
        maxLength={300}
        placeholder={t('noteExample')}
        onChange={(event) => onChange({ ...value, note: event.target.value })}
      />
      <p className="quiet">
        {chosen && `${t('basis')}：${text(chosen.basis)}。`}
        {t('seenByPerson')}
      </p>
    </div>
  )
}
