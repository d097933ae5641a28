import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '#kit/icon.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Verification } from '../schema.ts'

type Kind = 'genuine' | 'expired' | 'revoked' | 'unknown' | 'changed'
const looks: Record<Kind, { icon: IconName; tone: string; means: string }> = {
  genuine: { icon: 'circle-check', tone: 'done', means: 'genuineMeans' },
  expired: { icon: 'clock', tone: 'warning', means: 'expiredMeans' },
  revoked: { icon: 'ban', tone: 'alarm', means: 'revokedMeans' },
  unknown: { icon: 'search', tone: 'warning', means: 'unknownMeans' },
  changed: { icon: 'circle-alert', tone: 'alarm', means: 'changedMeans' },
}

/** The answer in one large line, then what the paper says. */
export function Verdict({ answer, typed, byFile = false }: { answer: Verification; typed?: string; byFile?: boolean }) {
  const { t } = useTranslation('documents')
  const box = useRef<HTMLElement>(null)
  const kind: Kind = answer.sameFile === false ? 'changed' : answer.standing
  const { icon, tone, means } = looks[kind]
  useEffect(() => {
    if (byFile || answer.sameFile !== undefined) box.current?.focus()
  }, [answer, byFile])
  return (
    <section className="verdict" data-tone={tone} ref={box} tabIndex={-1} aria-live="polite">
      <header>
        <Icon name={icon} size={44} />
        <div>
          <h2>{t(kind)}</h2>
          <p>{t(byFile && kind === 'unknown' ? 'unknownFile' : means)}</p>
          {answer.sameFile && kind !== 'changed' && <p>{t('genuineFile')}</p>}
          {kind === 'unknown' && typed && <p className="numbers verdict-code">{typed.toUpperCase()}</p>}
        </div>
      </header>
      {answer.title && <Particulars answer={answer} />}
    </section>
  )
}

function Particulars({ answer }: { answer: Verification }) {
  const { t } = useTranslation('documents')
  const text = useText()
  return (
    <>
      <h3>{answer.title && text(answer.title)}</h3>
      <dl className="verdict-facts">
        {answer.facts.map(({ label, value }) => (
          <div key={label.zh}>
            <dt>{text(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('issued')}</dt>
          <dd>{answer.issuedAt && <Time at={answer.issuedAt} style="exact" />}</dd>
        </div>
        {answer.revokedAt ? (
          <div>
            <dt>{t('revokedAt')}</dt>
            <dd>
              <Time at={answer.revokedAt} style="exact" />
            </dd>
          </div>
        ) : (
          <div>
            <dt>{t('valid')}</dt>
            <dd>{answer.validUntil ? <Time at={answer.validUntil} style="exact" /> : t('validForever')}</dd>
          </div>
        )}
        <div>
          <dt>{t('code')}</dt>
          <dd className="numbers">{answer.code}</dd>
        </div>
      </dl>
    </>
  )
}
