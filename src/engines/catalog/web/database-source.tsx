import { Button, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Loading } from '#kit/states.tsx'
import { Databases, SourceTables, Tried } from '../schema.ts'
import { RegisterDialog } from './database-dialog.tsx'
import { databasesPath, number } from './look.tsx'

/** A registered database and one of its tables; choosing the table tries it at once. */
export function DatabaseSource({
  database,
  table,
  choose,
  found,
}: {
  database: string | undefined
  table: string | undefined
  choose: (patch: Record<string, string | null>) => void
  found: (tried: Tried | undefined, about?: string) => void
}) {
  const { t } = useTranslation('catalog')
  const [registering, setRegistering] = useState(false)
  const known = useApi(databasesPath, Databases)
  const tables = useApi(database ? `${databasesPath}/${database}/tables` : null, SourceTables)
  const about = tables.data?.items.find(({ name }) => name === table)?.about
  const attempt = useSend((name: string) => api.post(`${databasesPath}/${database}/rows`, { table: name }, Tried), {
    then: (tried) => found(tried, about ?? undefined),
  })
  const isListed = tables.data !== undefined
  // Also when the address names a table already: somebody came from the list of tables.
  useEffect(() => {
    if (table && isListed) attempt.mutate(table)
  }, [database, table, isListed])
  const error = tables.error ?? attempt.error
  return (
    <>
      <div className="form-pair">
        <label>
          {t('intake.which')}
          <Select
            aria-label={t('intake.which')}
            value={database}
            options={(known.data?.items ?? []).map(({ id, title, host, database: name }) => ({
              value: id,
              label: `${title}（${host} / ${name}）`,
            }))}
            onChange={(value: string) => {
              found(undefined)
              choose({ database: value, table: null })
            }}
          />
        </label>
        {database && (
          <label>
            {t('intake.table')}
            <Select
              showSearch
              optionFilterProp="label"
              aria-label={t('intake.table')}
              loading={tables.isFetching}
              disabled={!tables.data}
              value={table}
              options={(tables.data?.items ?? []).map(({ name, about: words, rows, kind }) => ({
                value: name,
                label: [
                  name,
                  words,
                  rows === null ? null : t('exchange.rows', { count: number(rows) }),
                  kind === 'view' ? t('intake.view') : null,
                ]
                  .filter(Boolean)
                  .join(' · '),
              }))}
              onChange={(value: string) => {
                found(undefined)
                choose({ table: value })
              }}
            />
          </label>
        )}
      </div>
      <div className="row">
        <Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => setRegistering(true)}>
          {t('database.register')}
        </Button>
      </div>
      {tables.data?.items.length === 0 && <p className="catalog-basis">{t('intake.noTables')}</p>}
      {attempt.isPending && <Loading />}
      {error && (
        <p className="catalog-basis" role="alert">
          {error.detail}
        </p>
      )}
      {registering && (
        <RegisterDialog
          close={() => setRegistering(false)}
          then={({ id }) => {
            setRegistering(false)
            choose({ database: id, table: null })
          }}
        />
      )}
    </>
  )
}
