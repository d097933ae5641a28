import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { useText } from '#kit/text.ts'
import type { ColumnShape, RegisterShape, RowDetail } from '../schema.ts'
import { isBlank, Value } from './value.tsx'

interface FactsProps {
  row: RowDetail
  shape: RegisterShape
  /** Masked values in clear, after a purpose was given. */
  clear?: Record<string, string | null>
  hide: () => void
}

/** Every column with its value; what was left blank is counted, and shown when asked for. */
export function RowFacts({ row, shape, clear, hide }: FactsProps) {
  const { t } = useTranslation('registers')
  const [all, setAll] = useState(false)
  const listed = shape.columns.filter(({ kind }) => kind !== 'point')
  const blank = listed.filter(({ name }) => isBlank(row.values[name]))
  const shown = all ? listed : listed.filter((column) => !blank.includes(column))
  return (
    <Section
      title={t('row.facts')}
      actions={
        clear && (
          <Button size="small" icon={<Icon name="eye-off" size={15} />} onClick={hide}>
            {t('row.hide')}
          </Button>
        )
      }
    >
      <dl className="row-facts">
        {shown.map((column) => (
          <Fact key={column.name} column={column} row={row} {...(clear && { clear })} />
        ))}
      </dl>
      {blank.length > 0 && (
        <Button size="small" type="link" className="row-blank" onClick={() => setAll(!all)} aria-expanded={all}>
          {t(all ? 'row.hideBlank' : 'row.blank', { count: blank.length })}
        </Button>
      )}
    </Section>
  )
}

function Fact({ column, row, clear }: { column: ColumnShape; row: RowDetail; clear?: Record<string, string | null> }) {
  const text = useText()
  const plain = clear?.[column.name]
  return (
    <div data-wide={column.wide || undefined}>
      <dt title={text(column.hint)}>{text(column.title)}</dt>
      <dd>{plain ? <strong className="in-clear numbers">{plain}</strong> : <Value column={column} row={row} />}</dd>
    </div>
  )
}
