import { App } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isOnPage, useKeys } from '#kit/keys.ts'
import { useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { Loaded } from '#kit/states.tsx'
import { SplitView } from '#kit/split-view.tsx'
import type { RegisterShape } from '../schema.ts'
import { HereIs, useShape } from './register.ts'
import { NewRow } from './new-row.tsx'
import { RowList } from './row-list.tsx'
import { RowPane } from './row-pane.tsx'
import './register.css'

/** A register: its rows on the left; the one that is open, or a new one, on the right. */
export function RegisterPage({ register, base }: { register: string; base: string }) {
  const query = useShape(register)
  return (
    <Loaded query={query} rows={10}>
      {(shape) => <Rows shape={shape} base={base} />}
    </Loaded>
  )
}

/** The open row stands behind the question mark, so that the list keeps its place while rows are opened one after the other. */
function Rows({ shape, base }: { shape: RegisterShape; base: string }) {
  const { t } = useTranslation('registers')
  const { id: inPath } = usePathParams()
  const [{ row: inQuery, ...rest }, change] = useAddress()
  const go = useGo()
  const { modal } = App.useApp()
  const here = useMemo(() => ({ shape, base, unsaved: { current: false } }), [shape, base])
  const kept = new URLSearchParams(rest).toString()
  const id = inQuery ?? inPath
  const leaving = (go: () => void) => {
    if (!here.unsaved.current) return go()
    modal.confirm({
      title: t('form.leave'),
      content: t('form.leaveHint'),
      okText: t('form.leaveYes'),
      cancelText: t('form.leaveNo'),
      onOk: go,
    })
  }
  const show = (row: string | null) => {
    if (inPath) go(`${base}?${new URLSearchParams({ ...rest, ...(row && { row }) })}`)
    else change({ row }, false)
  }
  const open = (row: string | null) => leaving(() => show(row))
  const close = () => (inPath ? go(kept ? `${base}?${kept}` : base) : change({ row: null }, false))
  const detail = id === 'new' ? <NewRow key="new" close={close} made={show} /> : id && <RowPane key={id} id={id} close={close} />
  useKeys({
    n: () => shape.may.edit && open('new'),
    escape: (event) => (id && isOnPage(event) ? open(null) : false),
    '/': () => document.querySelector<HTMLElement>('.register-bar input')?.focus(),
  })
  return (
    <HereIs value={here}>
      <SplitView list={<RowList openId={id} open={open} />} detail={detail} />
      <span className="unseen" role="status">
        {id && id !== 'new' ? t('list.opened') : ''}
      </span>
    </HereIs>
  )
}
