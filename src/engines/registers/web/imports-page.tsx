import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { Link, usePathParams } from '#kit/navigate.tsx'
import { Loaded, NoPermission } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import type { RegisterShape } from '../schema.ts'
import { ImportList } from './import-list.tsx'
import { ImportStart } from './import-start.tsx'
import { ImportView } from './import-view.tsx'
import { HereIs, useShape } from './register.ts'
import './register.css'
import './imports.css'

/** Files into a register: a new one, one under way, and those that were. */
export function ImportsPage({ register, base }: { register: string; base: string }) {
  const query = useShape(register)
  return (
    <Loaded query={query} rows={8}>
      {(shape) => (shape.may.import ? <Imports shape={shape} base={base} /> : <NoPermission />)}
    </Loaded>
  )
}

function Imports({ shape, base }: { shape: RegisterShape; base: string }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { import: id } = usePathParams()
  const here = useMemo(() => ({ shape, base, unsaved: { current: false } }), [shape, base])
  return (
    <HereIs value={here}>
      <div className="imports-page">
        <nav className="imports-way" aria-label={t('imports.way')}>
          <Link to={base}>{text(shape.title)}</Link>
          <Icon name="chevron-right" size={14} />
          {id ? <Link to={`${base}/imports`}>{t('imports.title')}</Link> : <span>{t('imports.title')}</span>}
        </nav>
        {id ? (
          <ImportView key={id} id={id} />
        ) : (
          <>
            <ImportStart />
            <ImportList />
          </>
        )}
      </div>
    </HereIs>
  )
}
