import { App } from 'antd'
import type { ApiError } from '#kit/api.ts'
import { wallDay } from '#kit/district-time.ts'
import { StatusTag } from '#kit/status-tag.tsx'
import type { Tone } from '#kit/tokens.ts'
import { useText } from '#kit/text.ts'
import type { Application, Share } from '../schema.ts'
import { applicationTitles, shareStateTitles, sharingTitles } from '../words.ts'

export const resourcesPath = '/api/catalog/resources'
export const applicationsPath = '/api/catalog/applications'
export const sharesPath = '/api/catalog/shares'
export const exchangesPath = '/api/catalog/exchanges'
export const databasesPath = '/api/catalog/databases'
export const standardsPath = '/api/catalog/standards'

const sharingTones: Record<number, Tone> = { 1: 'done', 2: 'active', 3: 'neutral' }
export function SharingTag({ sharing }: { sharing: number }) {
  const text = useText()
  return (
    <StatusTag tone={sharingTones[sharing] ?? 'neutral'} {...(sharing === 3 && { icon: 'lock' as const })}>
      {text(sharingTitles[sharing])}
    </StatusTag>
  )
}

const applicationTones: Record<Application['state'], Tone> = {
  deciding: 'active',
  revising: 'warning',
  refused: 'warning',
  appealed: 'active',
  granted: 'done',
  ended: 'neutral',
  withdrawn: 'neutral',
}
export function ApplicationTag({ state }: { state: Application['state'] }) {
  const text = useText()
  return <StatusTag tone={applicationTones[state]}>{text(applicationTitles[state])}</StatusTag>
}

const shareTones: Record<Share['state'], Tone> = { active: 'done', expired: 'neutral', revoked: 'alarm' }
export function ShareTag({ state }: { state: Share['state'] }) {
  const text = useText()
  return (
    <StatusTag tone={shareTones[state]} {...(state === 'revoked' && { icon: 'ban' as const })}>
      {text(shareStateTitles[state])}
    </StatusTag>
  )
}

/** 97.35 as `97.4`, coloured by how far it is from good; a word where nothing was measured. */
export function Score({ value, none }: { value: number | null; none: string }) {
  if (value === null) return <span className="quiet">{none}</span>
  const tone: Tone = value >= 98 ? 'done' : value >= 90 ? 'warning' : 'alarm'
  return <StatusTag tone={tone}>{value.toFixed(1)}</StatusTag>
}

/** Says a refusal in the server's own words. */
export function useRefusal(): (error: ApiError) => void {
  const { message } = App.useApp()
  return (error) => void message.error(error.faults[0]?.detail || error.detail)
}

export const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : value.toLocaleString('zh-CN')
export const day = (at: string | null): string => (at ? wallDay(at) : '–')
