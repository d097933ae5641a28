import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { useText } from '#kit/text.ts'
import type { Import } from '../schema.ts'
import { ImportMapper } from './import-mapper.tsx'
import { columnOf, useHere } from './register.ts'

/** Which column of the file was taken for which of the register; what was left aside, and what the file does not have. */
export function ImportMapping({ one, path }: { one: Import; path: string }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const [changing, setChanging] = useState(false)
  const mayChange = one.mine && one.startedAt === null && one.state !== 'checking'
  const absent = shape.columns.filter(({ name, computed }) => !computed && !one.columns.some(({ column }) => column === name))
  const aside = one.columns.filter(({ column }) => column === null).length
  if (changing && mayChange) return <ImportMapper one={one} path={path} done={() => setChanging(false)} />
  return (
    <details className="import-mapping" open={aside > 0 && one.state === 'checked'}>
      <summary>
        {t('mapping.title', { count: one.columns.length - aside })}
        {aside > 0 && <span className="import-aside"> · {t('mapping.aside', { count: aside })}</span>}
      </summary>
      <ul>
        {one.columns.map(({ title, column }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: titles may repeat; their places do not
          <li key={index} data-aside={column === null || undefined}>
            <span>{title || t('mapping.untitled')}</span>
            <Icon name={column ? 'forward' : 'ban'} size={14} />
            <span>{column ? text(columnOf(shape, column)?.title) : t('mapping.notTaken')}</span>
          </li>
        ))}
      </ul>
      {absent.length > 0 && (
        <p className="quiet">{t('mapping.absent', { columns: absent.map(({ title }) => text(title)).join(t('value.and')) })}</p>
      )}
      {mayChange && (
        <Button size="small" onClick={() => setChanging(true)}>
          {t('mapping.change')}
        </Button>
      )}
    </details>
  )
}
