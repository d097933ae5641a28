import { useTranslation } from 'react-i18next'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { RadioGroup, TextArea } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { refresh, useSend } from '#kit/query.ts'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Timeline } from '#kit/timeline.tsx'
import { Time } from '#kit/time.tsx'
import type { Tone } from '#kit/tokens.ts'
import type { OwnRating, Progress } from '../schema.ts'

const tones: Record<Progress['publicState'], Tone> = {
  received: 'active',
  'in-progress': 'active',
  done: 'done',
  'not-taken-up': 'neutral',
}

/** One report in plain words: where it stands, every step, and at the end: how was it done? */
export function ProgressView({
  progress,
  path,
  rate,
}: {
  progress: Progress
  path: string
  rate: (rating: OwnRating) => Promise<Progress>
}) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const steps = [...progress.steps].reverse()
  return (
    <article className="progress-view">
      <header>
        <h1>{text(progress.category)}</h1>
        <p className="row-wrap">
          <StatusTag tone={tones[progress.publicState]} solid>
            {text(progress.stateTitle)}
          </StatusTag>
          <span className="numbers quiet">{progress.number}</span>
        </p>
      </header>
      <dl className="progress-facts">
        <dt>{t('follow.what')}</dt>
        <dd>{progress.description}</dd>
        {progress.address && (
          <>
            <dt>{t('follow.where')}</dt>
            <dd>{progress.address}</dd>
          </>
        )}
        {progress.unit && (
          <>
            <dt>{t('follow.unit')}</dt>
            <dd>{text(progress.unit)}</dd>
          </>
        )}
        <dt>{t('follow.reportedAt')}</dt>
        <dd>
          <Time at={progress.reportedAt} />
          {progress.reports > 1 && ` · ${t('follow.others', { count: progress.reports })}`}
        </dd>
      </dl>
      <h2>{t('follow.steps')}</h2>
      <Timeline
        label={t('follow.steps')}
        entries={steps.map((step, index) => ({
          id: `${step.what} ${step.at}`,
          at: step.at,
          title: text(step.title),
          body: step.text,
          ...(index === 0 && progress.endedAt === null && { current: true }),
          ...(index === 0 && progress.publicState === 'done' && { tone: 'done' as const }),
        }))}
      />
      {progress.rating && <p role="status">{t('follow.rated', { count: progress.rating.stars })}</p>}
      {progress.mayRate && <Rate path={path} rate={rate} />}
    </article>
  )
}

function Rate({ path, rate }: { path: string; rate: (rating: OwnRating) => Promise<Progress> }) {
  const { t } = useTranslation('city-management')
  const form = useForm<{ stars: string | null; solved: string | null; text: string }>({ stars: null, solved: null, text: '' })
  const send = useSend(rate, { then: () => void refresh(path) })
  const { stars, solved, text } = form.values
  return (
    <form
      className="progress-rate"
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate({ stars: Number(stars), solved: solved === 'yes', text }, { onError: form.refuse })
      }}
    >
      <h2>{t('follow.rate')}</h2>
      <ErrorSummary faults={form.faults} />
      <RadioGroup
        {...form.field('stars')}
        label={t('follow.stars')}
        columns={5}
        options={[5, 4, 3, 2, 1].map((count) => ({ value: String(count), title: t('follow.star', { count }) }))}
      />
      <RadioGroup
        {...form.field('solved')}
        label={t('follow.solved')}
        columns={2}
        options={[
          { value: 'yes', title: t('follow.yes') },
          { value: 'no', title: t('follow.no') },
        ]}
      />
      <TextArea {...form.field('text')} label={t('follow.words')} optional rows={3} maxLength={500} />
      <button type="submit" className="btn" data-kind="primary" disabled={!stars || !solved || send.isPending}>
        {t('follow.sendRating')}
      </button>
    </form>
  )
}
