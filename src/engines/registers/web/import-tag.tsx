import { useTranslation } from 'react-i18next'
import { StatusTag } from '#kit/status-tag.tsx'
import type { Tone } from '#kit/tokens.ts'
import type { Import } from '../schema.ts'

const tones: Record<Import['state'], Tone> = {
  mapping: 'warning',
  checking: 'active',
  checked: 'warning',
  running: 'active',
  done: 'done',
  refused: 'alarm',
  stopped: 'neutral',
}

export function ImportTag({ state }: { state: Import['state'] }) {
  const { t } = useTranslation('registers')
  return <StatusTag tone={tones[state]}>{t(`importState.${state}`)}</StatusTag>
}
