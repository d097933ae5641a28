import { useText } from '#kit/text.ts'
import type { Rows } from '../schema.ts'
import { typeTitles } from '../words.ts'

const shown = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '–'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Rows as they are delivered; scrolls by itself, so that the page does not. */
export function RowsTable({ rows, label }: { rows: Rows; label: string }) {
  const text = useText()
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
                  {shown(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
