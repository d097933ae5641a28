import { useTranslation } from 'react-i18next'
import type { IconName } from '#kit/icon.tsx'
import { useText } from '#kit/text.ts'
import { Timeline } from '#kit/timeline.tsx'
import type { Tone } from '#kit/tokens.ts'
import type { CaseDetail } from '../schema.ts'

const look: Record<string, { icon: IconName; tone?: Tone }> = {
  reported: { icon: 'flag' },
  joined: { icon: 'user-plus' },
  accepted: { icon: 'circle-check' },
  filed: { icon: 'file-check' },
  dispatched: { icon: 'send' },
  rejected: { icon: 'return', tone: 'warning' },
  handled: { icon: 'wrench' },
  'delay-requested': { icon: 'clock', tone: 'warning' },
  'delay-granted': { icon: 'clock' },
  'delay-refused': { icon: 'clock' },
  suspended: { icon: 'pause' },
  resumed: { icon: 'play' },
  verified: { icon: 'clipboard-check', tone: 'done' },
  rework: { icon: 'undo', tone: 'warning' },
  closed: { icon: 'check', tone: 'done' },
  merged: { icon: 'merge' },
  note: { icon: 'message' },
  rated: { icon: 'star' },
  'alarm-cleared': { icon: 'radio', tone: 'done' },
}

/** What happened with the case, newest first, with the pictures each step brought. */
export function CaseHistory({ found }: { found: CaseDetail }) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const entries = found.timeline.map((entry) => {
    const photos = (entry.data['photos'] as string[] | undefined) ?? []
    return {
      id: entry.id,
      at: entry.at,
      title: text(entry.title),
      who: [entry.by.name, text(entry.unit)].filter(Boolean).join(' · '),
      body: entry.text,
      icon: look[entry.what]?.icon ?? ('circle-check' as const),
      ...(look[entry.what]?.tone && { tone: look[entry.what]?.tone as Tone }),
      photos: photos.map((id) => ({ id, url: `/api/files/${id}`, alt: text(entry.title) })),
    }
  })
  return <Timeline label={t('pane.history')} entries={[...entries].sort((a, b) => b.at.localeCompare(a.at))} />
}
