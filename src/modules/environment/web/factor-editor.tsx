import { AutoComplete, Button, InputNumber, Input, Select } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { useText } from '#kit/text.ts'
import type { Vocabulary } from '../schema.ts'
import { type FactorDraft, type LimitDraft, newFactor, newLimit } from './draft.ts'
import { presetFor } from './presets.ts'

interface EditorProps {
  factors: readonly FactorDraft[]
  onChange: (factors: FactorDraft[]) => void
  vocabulary: Vocabulary
  systemCode: string | null
}

/** What the device measures and what is too much; the usual ones come with one tap. */
export function FactorEditor({ factors, onChange, vocabulary, systemCode }: EditorProps) {
  const { t } = useTranslation('environment')
  const text = useText()
  const missing = presetFor(systemCode).filter(({ code }) => !factors.some((factor) => factor.code === code))
  const system = vocabulary.systems.find(({ code }) => code === systemCode)
  const change = (key: string, to: Partial<FactorDraft>) =>
    onChange(factors.map((factor) => (factor.key === key ? { ...factor, ...to } : factor)))
  return (
    <>
      {factors.map((factor) => (
        <OneFactor
          key={factor.key}
          factor={factor}
          vocabulary={vocabulary}
          change={(to) => change(factor.key, to)}
          remove={() => onChange(factors.filter(({ key }) => key !== factor.key))}
        />
      ))}
      <div className="row-wrap">
        {missing.length > 0 && system && (
          <Button
            type={factors.length === 0 ? 'primary' : 'default'}
            ghost={factors.length === 0}
            icon={<Icon name="list-checks" size={16} />}
            onClick={() => onChange([...factors, ...missing])}
          >
            {t('form.preset', { system: text(system.name) })}
          </Button>
        )}
        <Button icon={<Icon name="plus" size={16} />} onClick={() => onChange([...factors, newFactor()])}>
          {t('form.addFactor')}
        </Button>
        {missing.length > 0 && system && <span className="quiet">{t('form.presetHint')}</span>}
      </div>
    </>
  )
}

interface OneProps {
  factor: FactorDraft
  vocabulary: Vocabulary
  change: (to: Partial<FactorDraft>) => void
  remove: () => void
}

function OneFactor({ factor, vocabulary, change, remove }: OneProps) {
  const { t } = useTranslation('environment')
  const limits = (next: LimitDraft[]) => change({ limits: next })
  return (
    <div className="factor-edit">
      <FactorHead factor={factor} vocabulary={vocabulary} change={change} remove={remove} />
      {factor.limits.map((limit) => (
        <OneLimit
          key={limit.key}
          limit={limit}
          unit={factor.unit}
          change={(to) => limits(factor.limits.map((one) => (one.key === limit.key ? { ...one, ...to } : one)))}
          remove={() => limits(factor.limits.filter(({ key }) => key !== limit.key))}
        />
      ))}
      <div>
        <Button size="small" icon={<Icon name="plus" size={14} />} onClick={() => limits([...factor.limits, newLimit()])}>
          {t('form.addLimit')}
        </Button>
      </div>
    </div>
  )
}

function FactorHead({ factor, vocabulary, change, remove }: OneProps) {
  const { t } = useTranslation('environment')
  const text = useText()
  const options = useMemo(
    () => vocabulary.factors.map(({ code, name }) => ({ value: code, label: `${text(name)}  ${code}` })),
    [vocabulary, text],
  )
  const known = vocabulary.factors.find(({ code }) => code === factor.code)
  const choose = (code: string) => {
    const found = vocabulary.factors.find((one) => one.code === code)
    change({ code, ...(found && { unit: found.unit }) })
  }
  const title = known ? text(known.name) : factor.name ? text(factor.name) : factor.code
  return (
    <div className="factor-head">
      <label>
        <span>{title && title !== factor.code ? `${t('form.factor')} · ${title}` : t('form.factor')}</span>
        <AutoComplete
          aria-label={t('form.factorCode')}
          value={factor.code}
          placeholder={t('form.choose')}
          options={options}
          showSearch={{ filterOption: (typed, option) => matches(typed, String(option?.label ?? ''), factor.code) }}
          onChange={(code: string) => change({ code })}
          onSelect={choose}
          autoFocus={factor.code === ''}
        />
      </label>
      <label>
        <span>{t('form.unit')}</span>
        <Input value={factor.unit} maxLength={20} onChange={(event) => change({ unit: event.target.value })} />
      </label>
      <label>
        <span>{t('form.use')}</span>
        <Select
          aria-label={t('form.use')}
          value={factor.use}
          onChange={(use) => change({ use })}
          options={[
            { value: 'measured', label: t('form.measured') },
            { value: 'converted', label: t('form.converted') },
          ]}
        />
      </label>
      <Button
        type="text"
        aria-label={t('form.removeFactor', { factor: title })}
        title={t('form.removeFactor', { factor: title })}
        icon={<Icon name="trash" size={18} />}
        onClick={remove}
      />
    </div>
  )
}

/** A code that is already chosen must not hide the others. */
const matches = (typed: string, label: string, chosen: string) =>
  typed === chosen || label.toLowerCase().includes(typed.toLowerCase())

interface LimitProps {
  limit: LimitDraft
  unit: string
  change: (to: Partial<LimitDraft>) => void
  remove: () => void
}

const kinds = ['real-time', 'minute', 'hour', 'day'] as const
const severities = ['minor', 'serious', 'critical'] as const

function OneLimit({ limit, unit, change, remove }: LimitProps) {
  const { t } = useTranslation('environment')
  // A tighter recovery value belongs to the number it was made for.
  const turn = (to: Partial<LimitDraft>) => change({ ...to, clearAt: undefined } as Partial<LimitDraft>)
  return (
    <div className="limit-edit">
      <label>
        <span>{t('form.direction')}</span>
        <Select
          aria-label={t('form.direction')}
          value={limit.direction}
          onChange={(direction) => turn({ direction })}
          options={[
            { value: 'above', label: t('form.above') },
            { value: 'below', label: t('form.below') },
          ]}
        />
      </label>
      <label>
        <span>{t('form.value')}</span>
        <InputNumber
          aria-label={t('form.value')}
          value={limit.raiseAt}
          onChange={(raiseAt) => turn({ raiseAt })}
          suffix={unit === '1' ? '' : unit}
          controls={false}
          style={{ width: '100%' }}
        />
      </label>
      <label>
        <span>{t('form.kind')}</span>
        <Select
          aria-label={t('form.kind')}
          value={limit.kind}
          onChange={(kind) => change({ kind, ...((kind === 'hour' || kind === 'day') && { raiseAfter: 1, clearAfter: 1 }) })}
          options={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        />
      </label>
      <label>
        <span>{t('form.after')}</span>
        <Select
          aria-label={t('form.after')}
          value={limit.raiseAfter}
          onChange={(raiseAfter) => change({ raiseAfter })}
          options={[1, 2, 3, 5, 10].map((count) => ({ value: count, label: t('form.afterShown', { count }) }))}
        />
      </label>
      <label>
        <span>{t('form.severity')}</span>
        <Select
          aria-label={t('form.severity')}
          value={limit.severity}
          onChange={(severity) => change({ severity })}
          options={severities.map((severity) => ({ value: severity, label: t(`severity.${severity}`) }))}
        />
      </label>
      <Button
        type="text"
        aria-label={t('form.removeLimit')}
        title={t('form.removeLimit')}
        icon={<Icon name="close" size={16} />}
        onClick={remove}
      />
    </div>
  )
}
