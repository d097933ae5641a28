import { Button, Checkbox, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { type ColumnShape, Import, ImportMapping, type Proposal } from '../schema.ts'
import { useHere } from './register.ts'

type FileColumn = ImportMapping['columns'][number]
const LEFT_OUT = ''

interface Props {
  one: Import
  path: string
  done?: () => void
}

/** The clerk says which column of the register each column of the file is, or leaves it out; what is likely is proposed. */
export function ImportMapper({ one, path, done }: Props) {
  const { t } = useTranslation('registers')
  const text = useText()
  const query = useApi(one.mine ? `${path}/mapping` : null, ImportMapping)
  return (
    <section className="import-now import-mapper" data-tone={one.problem ? 'warning' : undefined}>
      {one.problem && (
        <p role="alert">
          <Icon name="circle-alert" size={18} /> {one.state === 'mapping' ? t('mapping.unknown') : text(one.problem.text)}
        </p>
      )}
      {one.mine ? (
        <Loaded query={query} rows={6}>
          {({ columns }) => <Mapper columns={columns} path={path} {...(done && { done })} />}
        </Loaded>
      ) : (
        <p className="quiet">{t('mapping.waits', { name: one.by.name })}</p>
      )}
    </section>
  )
}

function Mapper({ columns, path, done }: { columns: readonly FileColumn[]; path: string; done?: () => void }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const [taken, setTaken] = useState<readonly (string | null)[]>(() => columns.map(({ proposed }) => proposed))
  const [remember, setRemember] = useState(true)
  const send = useSend<undefined, Import>(() => api.put(`${path}/mapping`, { columns: taken, remember }, Import), {
    refresh: [path],
    then: () => done?.(),
  })
  const missing = shape.columns.filter(({ required, usual, name }) => required && usual === undefined && !taken.includes(name))
  const choose = (at: number, name: string) =>
    setTaken((now) => now.map((was, place) => (place === at ? name || null : was === name ? null : was)))
  return (
    <>
      <p className="quiet">{t('mapping.hint')}</p>
      <ul className="import-pairs">
        {columns.map((column, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: titles may repeat; their places do not
          <Pair key={at} column={column} taken={taken[at] ?? null} choose={(name) => choose(at, name)} />
        ))}
      </ul>
      {missing.length > 0 && (
        <p className="field-error" role="status">
          <Icon name="circle-alert" size={15} />{' '}
          {t('mapping.missing', { columns: missing.map(({ title }) => text(title)).join(t('value.and')) })}
        </p>
      )}
      {send.error && (
        <p className="field-error" role="alert">
          {send.error.detail}
        </p>
      )}
      <div className="row-wrap">
        <Button
          type="primary"
          disabled={missing.length > 0 || taken.every((name) => name === null)}
          loading={send.isPending}
          onClick={() => send.mutate(undefined)}
        >
          {t('mapping.check')}
        </Button>
        {done && <Button onClick={done}>{t('action.cancel')}</Button>}
        <Checkbox checked={remember} onChange={(event) => setRemember(event.target.checked)}>
          {t('mapping.remember')}
        </Checkbox>
      </div>
    </>
  )
}

interface PairProps {
  column: FileColumn
  taken: string | null
  choose: (name: string) => void
}

/** One column of the file: its title and first values, and the column it is taken for. */
function Pair({ column: { title, samples, proposals }, taken, choose }: PairProps) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const likely = proposals.filter(({ column }) => column !== taken)
  const label = ({ title: words, required, usual }: ColumnShape) => `${text(words)}${required && usual === undefined ? ' *' : ''}`
  const shapeOf = ({ column }: Proposal) => shape.columns.find(({ name }) => name === column)
  return (
    <li data-aside={taken === null || undefined}>
      <div className="import-pair-from">
        <strong>{title || t('mapping.untitled')}</strong>
        <span className="quiet">{samples.join(t('value.and')) || t('mapping.noValues')}</span>
      </div>
      <Icon name={taken ? 'forward' : 'ban'} size={16} />
      <div className="import-pair-to">
        <Select
          showSearch
          optionFilterProp="label"
          aria-label={t('mapping.columnFor', { title: title || t('mapping.untitled') })}
          value={taken ?? LEFT_OUT}
          options={[
            { value: LEFT_OUT, label: t('mapping.leaveOut') },
            ...shape.columns.filter(({ computed }) => !computed).map((column) => ({ value: column.name, label: label(column) })),
          ]}
          onChange={choose}
        />
        {likely.length > 0 && (
          <span className="row-wrap import-likely">
            {likely.map((proposal) => (
              <button key={proposal.column} type="button" className="chip" onClick={() => choose(proposal.column)}>
                {text(shapeOf(proposal)?.title)} <span className="quiet">{t(`mapping.by.${proposal.by}`)}</span>
              </button>
            ))}
          </span>
        )}
      </div>
    </li>
  )
}
