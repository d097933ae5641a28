import { Button, Checkbox, Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { usePreference } from '#kit/preferences.ts'
import { useText } from '#kit/text.ts'
import { useHere } from './register.ts'

/** Which columns the list shows on this device; the usual ones again with one click. */
export function ColumnChoice({ listId }: { listId: string }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const [names, setNames] = usePreference<string[] | null>(`list.${listId}.columns`, null)
  const shown = names ?? [...new Set([shape.label, ...shape.list.columns])]
  const box = (
    <div className="stack column-choice">
      <Checkbox.Group
        className="list-columns"
        value={shown}
        options={shape.columns.map((column) => ({
          value: column.name,
          label: text(column.title),
          disabled: column.name === shape.label,
        }))}
        onChange={(chosen) => setNames(chosen as string[])}
      />
      <Button size="small" type="link" disabled={names === null} onClick={() => setNames(null)}>
        {t('columns.usual')}
      </Button>
    </div>
  )
  return (
    <Popover content={box} trigger="click" placement="bottomRight">
      <Button size="small" type="text" icon={<Icon name="columns" size={16} />} className="list-columns-button">
        {t('columns.title')}
      </Button>
    </Popover>
  )
}
