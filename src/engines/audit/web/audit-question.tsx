import { App, AutoComplete, Button, Checkbox, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { type Text, useText } from '#kit/text.ts'
import type { Verified } from '../schema.ts'

/** By whom, what, about what, when; and whether the chain is whole. */
export function AuditQuestion() {
  const { t } = useTranslation('audit')
  const text = useText()
  const [{ actor, action, ref, from, to, all }, change] = useAddress()
  const actions = useApi<{ items: { action: string; title: Text | null }[] }>('/api/audit/actions').data?.items ?? []
  return (
    <div className="audit-asked" role="search">
      <label>
        {t('who')}
        <Input.Search size="small" allowClear defaultValue={actor} onSearch={(words) => change({ actor: words })} />
      </label>
      <label>
        {t('action')}
        <AutoComplete
          size="small"
          allowClear
          style={{ width: '15rem' }}
          defaultValue={action ?? null}
          options={actions.map(({ action: value, title }) => ({ value, label: title ? `${text(title)} · ${value}` : value }))}
          showSearch={{ filterOption: (words, option) => `${option?.label}`.toLowerCase().includes(words.toLowerCase()) }}
          onSelect={(value: string) => change({ action: value })}
          onClear={() => change({ action: null })}
        />
      </label>
      <label>
        {t('about')}
        <Input.Search size="small" allowClear defaultValue={ref} onSearch={(words) => change({ ref: words })} />
      </label>
      <label>
        {t('from')}
        <Input size="small" type="date" defaultValue={from} onChange={(event) => change({ from: event.target.value })} />
      </label>
      <label>
        {t('to')}
        <Input size="small" type="date" defaultValue={to} onChange={(event) => change({ to: event.target.value })} />
      </label>
      <Checkbox checked={all !== undefined} onChange={(event) => change({ all: event.target.checked ? '1' : null })}>
        {t('all')}
      </Checkbox>
      <span className="grow" />
      <VerifyButton />
    </div>
  )
}

function VerifyButton() {
  const { t } = useTranslation('audit')
  const text = useText()
  const { modal, message } = App.useApp()
  const show = ({ broken, blocks, entries, unsealed, head }: Verified) => {
    if (broken) return void modal.error({ title: t('broken'), content: text(broken.text) })
    void modal.success({ title: t('whole', { blocks, entries, unsealed }), content: `${t('head')} ${head}` })
  }
  const verify = useSend<undefined, Verified>(() => api.post('/api/audit/verify'), { then: show })
  return (
    <Button
      size="small"
      icon={<Icon name="shield-check" size={16} />}
      loading={verify.isPending}
      onClick={() => verify.mutate(undefined, { onError: (error) => void message.error(error.detail) })}
    >
      {t('verify')}
    </Button>
  )
}
