import { Button, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '#kit/text.ts'
import type { ColumnShape, RowDetail } from '../schema.ts'
import { useHere } from './register.ts'
import type { Values } from './row-form.tsx'
import { useSay } from './value.tsx'

interface ConflictProps {
  /** The row as it was when I began. */
  base: RowDetail
  /** As it stands now. */
  theirs: RowDetail
  /** What I wanted to change. */
  mine: Values
  busy: boolean
  save: (values: Values) => void
  discard: () => void
  close: () => void
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Somebody else changed the row meanwhile: field by field what stood there, what they wrote, what I wrote. */
export function ConflictDialog({ base, theirs, mine, busy, save, discard, close }: ConflictProps) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const byMe = (name: string) => name in mine && !same(mine[name], base.values[name])
  const byThem = (name: string) => !same(theirs.values[name], base.values[name])
  const touched = shape.columns.filter(({ name }) => byMe(name) || byThem(name))
  const contested = touched.filter(({ name }) => byMe(name) && byThem(name) && !same(mine[name], theirs.values[name]))
  const [choice, setChoice] = useState<Record<string, 'mine' | 'theirs'>>({})
  const undecided = contested.filter(({ name }) => !choice[name])
  const wins = (name: string): 'mine' | 'theirs' => choice[name] ?? (byMe(name) && !byThem(name) ? 'mine' : 'theirs')
  const chosen = Object.fromEntries(
    touched.filter(({ name }) => byMe(name) && wins(name) === 'mine').map(({ name }) => [name, mine[name]]),
  )
  return (
    <Modal
      open
      width="52rem"
      title={t('conflict.title')}
      onCancel={close}
      footer={[
        <Button key="discard" onClick={discard}>
          {t('conflict.discard')}
        </Button>,
        <Button key="back" onClick={close}>
          {t('conflict.back')}
        </Button>,
        <Button key="save" type="primary" loading={busy} disabled={undecided.length > 0} onClick={() => save(chosen)}>
          {t('conflict.save')}
        </Button>,
      ]}
    >
      <p>{t('conflict.hint')}</p>
      <table className="plain-table conflict">
        <thead>
          <tr>
            <th scope="col">{t('about.column')}</th>
            <th scope="col">{t('conflict.before')}</th>
            <th scope="col">{t('conflict.theirs')}</th>
            <th scope="col">{t('conflict.mine')}</th>
          </tr>
        </thead>
        <tbody>
          {touched.map((column) => (
            <Line
              key={column.name}
              column={column}
              values={[
                base.values[column.name],
                theirs.values[column.name],
                byMe(column.name) ? mine[column.name] : base.values[column.name],
              ]}
              titles={[base.titles[column.name], theirs.titles[column.name], undefined]}
              contested={contested.includes(column)}
              wins={contested.includes(column) ? choice[column.name] : wins(column.name)}
              choose={(which) => setChoice((now) => ({ ...now, [column.name]: which }))}
            />
          ))}
        </tbody>
      </table>
      {undecided.length > 0 && (
        <p className="quiet" role="status">
          {t('conflict.undecided', { count: undecided.length })}
        </p>
      )}
    </Modal>
  )
}

interface LineProps {
  column: ColumnShape
  values: [before: unknown, theirs: unknown, mine: unknown]
  titles: [RowDetail['titles'][string] | undefined, RowDetail['titles'][string] | undefined, undefined]
  contested: boolean
  wins: 'mine' | 'theirs' | undefined
  choose: (which: 'mine' | 'theirs') => void
}

function Line({ column, values, titles, contested, wins, choose }: LineProps) {
  const text = useText()
  const say = useSay()
  const [before, theirs, mine] = values.map((value, index) => say(column, value, titles[index]))
  const side = (which: 'mine' | 'theirs', words: string | undefined) =>
    contested ? (
      <Radio checked={wins === which} onChange={() => choose(which)}>
        {words}
      </Radio>
    ) : (
      words
    )
  return (
    <tr data-contested={contested || undefined}>
      <th scope="row">{text(column.title)}</th>
      <td className="quiet">{before}</td>
      <td data-wins={wins === 'theirs' || undefined}>{side('theirs', theirs)}</td>
      <td data-wins={wins === 'mine' || undefined}>{side('mine', mine)}</td>
    </tr>
  )
}
