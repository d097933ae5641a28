import { App, Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { useSend } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import { BulkReport, type HistoryEntry } from '../schema.ts'
import { useHere } from './register.ts'

const PREFIX = 'bulk:'
export const isOfBulk = ({ source }: HistoryEntry): boolean => source?.startsWith(PREFIX) ?? false

/** A change that was made to many at once: whoever made it takes it back from here, where nobody has changed the rows since. */
export function BulkSource({ entry }: { entry: HistoryEntry }) {
  const { t } = useTranslation('registers')
  const { message } = App.useApp()
  const { shape } = useHere()
  const mine = useMe()?.id === entry.by.id
  const undo = useSend<undefined, BulkReport>(
    () => api.post(`${shape.path}/bulk/undo`, { bulk: entry.source?.slice(PREFIX.length) }, BulkReport),
    {
      refresh: [shape.path, '/api/registers'],
      then: ({ changed, stale }) =>
        void message.success(
          [t('bulk.undone', { count: changed }), stale.length > 0 && t('bulk.staleKept', { count: stale.length })]
            .filter(Boolean)
            .join(' '),
        ),
    },
  )
  return (
    <p className="quiet row-wrap">
      {t('history.together')}
      {mine && shape.may.edit && (
        <Popconfirm
          title={t('bulk.undoAll')}
          okText={t('bulk.undo')}
          cancelText={t('action.cancel')}
          onConfirm={() => undo.mutate(undefined)}
        >
          <Button size="small" type="link" loading={undo.isPending}>
            {t('bulk.undo')}
          </Button>
        </Popconfirm>
      )}
      {undo.error && <span className="field-error">{undo.error.detail}</span>}
    </p>
  )
}
