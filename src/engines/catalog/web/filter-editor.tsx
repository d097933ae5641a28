import { Button, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { useText } from '#kit/text.ts'
import type { Filter, Item } from '../schema.ts'
import { operatorTitles } from '../words.ts'

const operators: Filter['op'][] = ['eq', 'in', 'gte', 'lte']

/** Which rows: one condition a line. */
export function FilterEditor({
  items,
  value,
  onChange,
}: {
  items: readonly Item[]
  value: readonly Filter[]
  onChange: (filters: Filter[]) => void
}) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const set = (at: number, patch: Partial<Filter>) =>
    onChange(value.map((filter, index) => (index === at ? { ...filter, ...patch } : filter)))
  const valueOf = (op: Filter['op'], typed: string) => (op === 'in' ? typed.split(/[,，、]/).map((part) => part.trim()) : typed)
  return (
    <div className="filter-editor">
      {value.length === 0 && <p className="quiet">{t('filter.all')}</p>}
      {value.map((filter, at) => (
        <div key={at} className="row-wrap">
          <Select
            aria-label={t('filter.item')}
            value={filter.column}
            options={items.map(({ name, title }) => ({ value: name, label: text(title) }))}
            onChange={(column) => set(at, { column })}
          />
          <Select
            aria-label={t('filter.how')}
            value={filter.op}
            options={operators.map((op) => ({ value: op, label: text(operatorTitles[op]) }))}
            onChange={(op) => set(at, { op, value: valueOf(op, [filter.value].flat().join('、')) })}
          />
          <Input
            aria-label={t('filter.value')}
            className="grow"
            value={[filter.value].flat().join('、')}
            onChange={(event) => set(at, { value: valueOf(filter.op, event.target.value) })}
          />
          <Button
            aria-label={t('filter.remove')}
            icon={<Icon name="close" size={16} />}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<Icon name="plus" size={16} />}
        onClick={() => onChange([...value, { column: items[0]?.name ?? '', op: 'eq', value: '' }])}
      >
        {t('filter.add')}
      </Button>
    </div>
  )
}
