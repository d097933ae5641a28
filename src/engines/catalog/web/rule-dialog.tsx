import { Button, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withQuery } from '#kit/api.ts'
import { useApi, useSend } from '#kit/query.ts'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import {
  Directory,
  type Distribution,
  type Item,
  type NewRule,
  type QualityKind,
  Resource,
  RuleTrial,
  Standards,
} from '../schema.ts'
import { qualityTitles } from '../words.ts'
import { number, resourcesPath, useRefusal } from './look.tsx'
import { RowsTable } from './rows-table.tsx'

type How = 'standard' | 'pattern' | 'range' | 'compare' | 'reference'
interface Values {
  kind: QualityKind
  how: How
  columns: string | string[]
  standard?: string
  pattern?: string
  min?: number | null
  max?: number | null
  compare?: NonNullable<NewRule['params']>['compare']
  second?: string
  resource?: string
  target?: string
}

const hows: Partial<Record<QualityKind, How[]>> = {
  validity: ['standard', 'pattern', 'range'],
  consistency: ['compare', 'reference'],
}

const isWhole = ({ kind, how, columns, ...values }: Values): boolean => {
  if ([columns].flat().filter(Boolean).length === 0) return false
  if (kind === 'validity' && how === 'standard') return Boolean(values.standard)
  if (kind === 'validity' && how === 'pattern') return Boolean(values.pattern)
  if (kind === 'validity') return typeof values.min === 'number' || typeof values.max === 'number'
  if (kind === 'consistency') return how === 'compare' ? Boolean(values.compare && values.second) : Boolean(values.target)
  return true
}

function bodyOf(distribution: string, values: Values, target: string | undefined): object {
  const { kind, how, standard, pattern, min, max, compare, second, target: column } = values
  const columns = [values.columns].flat()
  const params =
    kind === 'validity'
      ? how === 'standard'
        ? { standard }
        : how === 'pattern'
          ? { pattern }
          : { ...(typeof min === 'number' && { min }), ...(typeof max === 'number' && { max }) }
      : kind === 'consistency'
        ? how === 'compare'
          ? { compare }
          : { reference: { distribution: target, column } }
        : {}
  return { distribution, kind, columns: kind === 'consistency' && how === 'compare' ? [...columns, second] : columns, params }
}

/** A new rule: the form says how many rows it would fail today before it is kept. */
export function RuleDialog({ resource, table, close }: { resource: Resource; table: Distribution; close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [form] = Form.useForm<Values>()
  const values = Form.useWatch([], form) as Values | undefined
  const other = useApi(values?.resource ? `${resourcesPath}/${values.resource}` : null, Resource).data
  const target = other?.distributions.find(({ kind }) => kind === 'table')
  const [trial, setTrial] = useState<RuleTrial>()
  const body = () => bodyOf(table.id, form.getFieldsValue(true), target?.id)
  const attempt = useSend(() => api.post('/api/catalog/rules/try', body(), RuleTrial), { then: setTrial })
  const measured = `${resourcesPath}/${resource.id}/quality`
  const save = useSend(
    async () => {
      await api.post('/api/catalog/rules', body())
      await api.post(measured)
    },
    { refresh: [measured, '/api/catalog/quality'], then: close },
  )
  const ready = values !== undefined && isWhole(values)
  return (
    <Modal open width="min(56rem, 96vw)" title={t('rule.new')} onCancel={close} footer={null} destroyOnHidden>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'completeness', how: 'standard', compare: '<=', columns: [] }}
        onValuesChange={(changed: Partial<Values>) => {
          setTrial(undefined)
          if (changed.kind) form.setFieldsValue({ how: hows[changed.kind]?.[0] ?? 'standard', columns: [] })
          if (changed.resource) form.setFieldsValue({ target: undefined as never })
        }}
        onFinish={() => save.mutate(undefined, { onError: refused })}
      >
        <RuleFields items={table.items} kind={values?.kind ?? 'completeness'} how={values?.how ?? 'standard'} target={target} />
        {trial && <Trial trial={trial} />}
        <div className="row-wrap dialog-buttons">
          <Button disabled={!ready} loading={attempt.isPending} onClick={() => attempt.mutate(undefined, { onError: refused })}>
            {t('rule.try')}
          </Button>
          <span className="grow" />
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="primary" htmlType="submit" disabled={!trial} loading={save.isPending}>
            {t('rule.save')}
          </Button>
        </div>
        {!trial && <p className="quiet">{t('rule.tryFirst')}</p>}
      </Form>
    </Modal>
  )
}

function RuleFields({
  items,
  kind,
  how,
  target,
}: {
  items: readonly Item[]
  kind: QualityKind
  how: How
  target: Distribution | undefined
}) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const columnOptions = items.map(({ name, title }) => ({ value: name, label: text(title) }))
  const ways = hows[kind]
  return (
    <>
      <Form.Item name="kind" label={t('rule.kind')}>
        <Select
          options={(['completeness', 'uniqueness', 'validity', 'consistency', 'timeliness'] as const).map((value) => ({
            value,
            label: `${text(qualityTitles[value])}：${t(`rule.about.${value}`)}`,
          }))}
        />
      </Form.Item>
      {ways && (
        <Form.Item name="how" label={t('rule.how')}>
          <Select options={ways.map((value) => ({ value, label: t(`rule.way.${value}`) }))} />
        </Form.Item>
      )}
      <div className="form-pair">
        <Form.Item name="columns" label={t(kind === 'uniqueness' ? 'rule.together' : 'filter.item')}>
          <Select
            {...(kind === 'uniqueness' && { mode: 'multiple' as const })}
            showSearch
            optionFilterProp="label"
            options={columnOptions}
          />
        </Form.Item>
        {kind === 'validity' && how === 'standard' && <StandardField />}
        {kind === 'validity' && how === 'pattern' && (
          <Form.Item name="pattern" label={t('standard.format')}>
            <Input maxLength={300} placeholder="^[0-9]{6}$" />
          </Form.Item>
        )}
        {kind === 'validity' && how === 'range' && (
          <>
            <Form.Item name="min" label={t('rule.min')}>
              <InputNumber />
            </Form.Item>
            <Form.Item name="max" label={t('rule.max')}>
              <InputNumber />
            </Form.Item>
          </>
        )}
        {kind === 'consistency' && how === 'compare' && (
          <>
            <Form.Item name="compare" label={t('filter.how')}>
              <Select options={['<', '<=', '=', '>=', '>'].map((value) => ({ value, label: value }))} />
            </Form.Item>
            <Form.Item name="second" label={t('rule.second')}>
              <Select showSearch optionFilterProp="label" options={columnOptions} />
            </Form.Item>
          </>
        )}
        {kind === 'consistency' && how === 'reference' && <ReferenceFields target={target} />}
      </div>
    </>
  )
}

function StandardField() {
  const { t } = useTranslation('catalog')
  const text = useText()
  const standards = useApi('/api/catalog/standards', Standards).data?.items ?? []
  return (
    <Form.Item name="standard" label={t('column.standard')}>
      <Select
        showSearch
        optionFilterProp="label"
        options={standards
          .filter(({ endedOn }) => !endedOn)
          .map(({ id, title, code, edition }) => ({ value: id, label: `${text(title)}（${code}—${edition}）` }))}
      />
    </Form.Item>
  )
}

function ReferenceFields({ target }: { target: Distribution | undefined }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const [q, setQ] = useState('')
  const found = useApi(withQuery(resourcesPath, { q, limit: 30 }), Directory, { keep: true }).data?.items ?? []
  return (
    <>
      <Form.Item name="resource" label={t('rule.inResource')}>
        <Select
          showSearch
          filterOption={false}
          onSearch={setQ}
          options={found.map(({ id, name }) => ({ value: id, label: text(name) }))}
        />
      </Form.Item>
      <Form.Item name="target" label={t('rule.inColumn')}>
        <Select
          showSearch
          optionFilterProp="label"
          disabled={!target}
          options={target?.items.map(({ name, title }) => ({ value: name, label: text(title) })) ?? []}
        />
      </Form.Item>
    </>
  )
}

/** What the rule says of the data as they are now. */
function Trial({ trial }: { trial: RuleTrial }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  return (
    <section className="trial" aria-live="polite">
      <p>
        <strong>{text(trial.title)}</strong>{' '}
        <StatusTag tone={trial.failed === 0 ? 'done' : 'warning'}>
          {trial.checked === 0
            ? t('rule.nothing')
            : t('rule.result', { failed: number(trial.failed), checked: number(trial.checked) })}
        </StatusTag>
      </p>
      {trial.rows && trial.rows.rows.length > 0 && <RowsTable rows={trial.rows} label={t('quality.rows')} />}
    </section>
  )
}
