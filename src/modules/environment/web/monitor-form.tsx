import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { Checkbox, RadioGroup, SelectField, TextField } from '#kit/form/fields.tsx'
import type { FormState } from '#kit/form/use-form.ts'
import { PlacePicker } from '#kit/map/place-picker.tsx'
import { useText } from '#kit/text.ts'
import type { Vocabulary } from '../schema.ts'
import type { Draft } from './draft.ts'
import { FactorEditor } from './factor-editor.tsx'
import { useAreaName } from './use-area.ts'
import './monitors.css'

interface FormProps {
  form: FormState<Draft>
  vocabulary: Vocabulary
  mode: 'new' | 'edit'
  hasPassword?: boolean
  busy: boolean
  submit: () => void
  cancel: () => void
}

/** Who sends, where it stands, what it measures: two minutes for whoever has the device's sheet at hand. */
export function MonitorForm(props: FormProps) {
  const { t } = useTranslation('environment')
  const { form, mode, vocabulary, busy, submit, cancel } = props
  const fault = form.faults.find(({ path }) => path.startsWith('factors'))?.detail
  return (
    <form
      className="monitor-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <header>
        <h1>{mode === 'new' ? t('form.registerTitle') : t('form.editTitle')}</h1>
        <p className="quiet">{t('form.registerHint')}</p>
      </header>
      <ErrorSummary faults={form.faults} />
      <Identity {...props} />
      <section className="card">
        <h2>{t('form.place')}</h2>
        <PlaceOfMonitor form={form} />
      </section>
      <section className="card" data-field="factors">
        <h2>{t('form.factors')}</h2>
        <p className="quiet">{t('form.factorsHint')}</p>
        {fault && <p className="field-error">{fault}</p>}
        <FactorEditor
          factors={form.values.factors}
          onChange={(factors) => form.set({ factors })}
          vocabulary={vocabulary}
          systemCode={form.values.systemCode}
        />
      </section>
      <div className="form-end">
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          {mode === 'new' ? t('form.saveNew') : t('form.save')}
        </Button>
        <Button size="large" onClick={cancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  )
}

function Identity({ form, vocabulary, mode, hasPassword }: FormProps) {
  const { t } = useTranslation('environment')
  const text = useText()
  return (
    <section className="card">
      <h2>{t('form.identity')}</h2>
      <div className="form-pair">
        {mode === 'new' ? (
          <TextField {...form.field('mn')} label={t('form.mn')} hint={t('form.mnHint')} maxLength={64} autoComplete="off" />
        ) : (
          <div className="field">
            <span className="field-label">{t('form.mn')}</span>
            <span className="numbers">{form.values.mn}</span>
          </div>
        )}
        <div className="field">
          <TextField
            {...form.field('password')}
            label={t('form.password')}
            optional
            hint={mode === 'edit' && hasPassword ? t('form.passwordKeep') : t('form.passwordHint')}
            maxLength={24}
            autoComplete="off"
          />
          {mode === 'edit' && hasPassword && <Checkbox {...form.field('removePassword')}>{t('form.removePassword')}</Checkbox>}
        </div>
        <TextField {...form.field('name')} label={t('form.name')} hint={t('form.nameHint')} maxLength={80} />
        <TextField
          {...form.field('enterprise')}
          label={t('form.enterprise')}
          optional
          hint={t('form.enterpriseHint')}
          maxLength={120}
        />
        <SelectField
          {...form.field('systemCode')}
          label={t('form.system')}
          options={vocabulary.systems.map(({ code, name }) => ({ value: code, title: `${text(name)}（${code}）` }))}
        />
        {mode === 'edit' && (
          <RadioGroup
            {...form.field('state')}
            onChange={(state) => form.set({ state: state as Draft['state'] })}
            label={t('form.state')}
            columns={4}
            options={[
              { value: 'in-use', title: t('form.inUse') },
              { value: 'stopped', title: t('form.stopped') },
            ]}
          />
        )}
      </div>
      <div className="form-pair">
        <RadioGroup
          {...form.field('standard')}
          onChange={(standard) => form.set({ standard: standard as Draft['standard'] })}
          label={t('form.standard')}
          hint={t('form.standardHint')}
          options={(['2005', '2017', '2025'] as const).map((value) => ({ value, title: t(`form.standardName.${value}`) }))}
        />
        <RadioGroup
          {...form.field('crc')}
          onChange={(crc) => form.set({ crc: crc as Draft['crc'] })}
          label={t('form.crc')}
          hint={t('form.crcHint')}
          options={[
            { value: 'hj212', title: t('device.hj212') },
            { value: 'modbus', title: t('device.modbus') },
          ]}
        />
      </div>
    </section>
  )
}

function PlaceOfMonitor({ form }: { form: FormState<Draft> }) {
  const { t } = useTranslation('environment')
  const area = useAreaName(form.values.point)
  return (
    <>
      <p className="quiet">{t('form.placeHint')}</p>
      <PlacePicker {...form.field('point')} onChange={(point) => form.set({ point })} label={t('form.place')} height="340px" />
      {form.values.point && area !== undefined && (
        <p role="status">
          <strong>{area === null ? t('form.areaNone') : t('form.areaIs', { area })}</strong>
        </p>
      )}
    </>
  )
}
