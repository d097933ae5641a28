import { useTranslation } from 'react-i18next'
import { useText } from '#kit/text.ts'
import type { ItemType, Rows } from '../schema.ts'
import { typeTitles } from '../words.ts'

const two = (part: number) => String(part).padStart(2, '0')

/** `2026-01-01 08:00:01` where the reader is; what is no instant (a masked one) as it came. */
function localTime(text: string): string {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) return text
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

/** Rows as they are delivered; scrolls by itself, so that the page does not. */
export function RowsTable({ rows, label }: { rows: Rows; label: string }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const shown = (value: unknown, type: ItemType): string => {
    if (value === null || value === undefined || value === '') return '–'
    if (type === 'boolean')
      return /^(true|t|1)$/.test(String(value)) ? t('yes') : /^(false|f|0)$/.test(String(value)) ? t('no') : String(value)
    if (type === 'instant') return localTime(String(value))
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return (
    <div className="rows-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="rows-table">
        <thead>
          <tr>
            {rows.fields.map(({ name, title, type }) => (
              <th key={name} scope="col" data-end={type === 'integer' || type === 'decimal' || undefined}>
                {text(title)}
                <small>{text(typeTitles[type])}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.rows.map((row, at) => (
            <tr key={at}>
              {rows.fields.map(({ name, type }) => (
                <td key={name} data-end={type === 'integer' || type === 'decimal' || undefined}>
                  {shown(row[name], type)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
