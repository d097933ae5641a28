import { useTranslation } from 'react-i18next'
import { useText } from '#kit/text.ts'
import { Timeline } from '#kit/timeline.tsx'
import type { Organisation, OrganisationChange } from '../schema.ts'

interface Facts {
  path?: string
  title?: { zh: string; en: string }
  kind?: string
  successor?: string
}

/** What the unit was called, where it stood, who changed it and why. */
export function UnitHistory({ changes, units }: { changes: readonly OrganisationChange[]; units: readonly Organisation[] }) {
  const { t } = useTranslation('identity')
  const text = useText()
  const named = (code: string | undefined) => text(units.find((unit) => unit.code === code)?.name) || code || ''
  const parentName = (path: string | undefined) => named(path?.split('.').at(-2))
  const words = ({ what, before, after }: OrganisationChange): string => {
    const [was, is] = [(before ?? {}) as Facts, (after ?? {}) as Facts]
    if (what === 'moved') return t('movedFromTo', { from: parentName(was.path), to: parentName(is.path) })
    if (what === 'closed' && is.successor) return t('mergedInto', { unit: named(is.successor) })
    if (what === 'changed' && was.title && is.title && was.title.zh !== is.title.zh)
      return t('renamedFrom', { from: text(was.title), to: text(is.title) })
    return ''
  }
  if (changes.length === 0) return <p className="quiet">{t('noHistory')}</p>
  return (
    <Timeline
      label={t('history')}
      entries={changes.map((change) => ({
        id: change.id,
        at: change.at,
        title: t(`unitWhat.${change.what}`),
        who: change.by,
        body: [words(change), change.why].filter(Boolean).join(' · '),
      }))}
    />
  )
}
