import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { useForm } from '#kit/form/use-form.ts'
import { useAddress, useGo, usePathParams } from '#kit/navigate.tsx'
import { refresh, useApi, useSend } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { Monitor, MonitorWithTraffic, Vocabulary } from '../schema.ts'
import { bodyOf, type Draft, draftOf, emptyDraft, faultsOf } from './draft.ts'
import { MonitorForm } from './monitor-form.tsx'
import { monitorsPath } from './monitor-look.tsx'

const useVocabulary = () => useApi('/api/environment/vocabulary', Vocabulary)
const touched = [monitorsPath, '/api/environment/unregistered', '/api/observations', '/api/geo/layers/stations']

/** Registers a device; it may send as soon as this is saved. */
export function RegisterPage() {
  const query = useVocabulary()
  return <Loaded query={query}>{(vocabulary) => <Register vocabulary={vocabulary} />}</Loaded>
}

function useCheck(): (draft: Draft) => ReturnType<typeof faultsOf> {
  const { t } = useTranslation('environment')
  return (draft) =>
    faultsOf(
      draft,
      (what) => t(`form.missing.${what}`),
      (code) => t('form.missing.twice', { code }),
    )
}

function Register({ vocabulary }: { vocabulary: Vocabulary }) {
  const { t } = useTranslation('environment')
  const { message } = App.useApp()
  const go = useGo()
  const [{ mn, system }] = useAddress()
  const form = useForm<Draft>(() =>
    emptyDraft(mn, vocabulary.systems.some(({ code }) => code === system) ? (system ?? null) : null),
  )
  const check = useCheck()
  const send = useSend((draft: Draft) =>
    api.post(
      monitorsPath,
      { ...bodyOf(draft), mn: draft.mn.trim(), ...(draft.password && { password: draft.password }) },
      Monitor,
    ),
  )
  const submit = async () => {
    const faults = check(form.values)
    if (faults.length > 0) return form.setFaults(faults)
    try {
      const made = await send.mutateAsync(form.values)
      void refresh(...touched)
      void message.success(t('form.registered'))
      go(`/work/monitors/${made.id}`)
    } catch (error) {
      const refused = error as ApiError
      if (refused.code === 'mn_taken') return form.setFaults([{ path: 'mn', detail: refused.detail }])
      form.refuse(refused)
    }
  }
  return (
    <MonitorForm
      form={form}
      vocabulary={vocabulary}
      mode="new"
      busy={send.isPending}
      submit={() => void submit()}
      cancel={() => go('/work/monitors')}
    />
  )
}

/** Changes a registered device; the gateway follows at once. */
export function EditPage() {
  const { id } = usePathParams()
  const vocabulary = useVocabulary()
  const monitor = useApi(`${monitorsPath}/${id}`, MonitorWithTraffic)
  return (
    <Loaded query={vocabulary}>
      {(words) => <Loaded query={monitor}>{(found) => <Edit key={found.version} monitor={found} vocabulary={words} />}</Loaded>}
    </Loaded>
  )
}

function Edit({ monitor, vocabulary }: { monitor: MonitorWithTraffic; vocabulary: Vocabulary }) {
  const { t } = useTranslation('environment')
  const { message } = App.useApp()
  const go = useGo()
  const form = useForm<Draft>(() => draftOf(monitor))
  const check = useCheck()
  const back = () => go(`/work/monitors/${monitor.id}`)
  const send = useSend(({ password, removePassword, ...draft }: Draft) =>
    api.patch(
      `${monitorsPath}/${monitor.id}`,
      {
        ...bodyOf({ ...draft, password, removePassword }),
        version: monitor.version,
        ...(removePassword ? { password: null } : password && { password }),
      },
      Monitor,
    ),
  )
  const submit = async () => {
    const faults = check(form.values)
    if (faults.length > 0) return form.setFaults(faults)
    try {
      await send.mutateAsync(form.values)
      void refresh(...touched)
      void message.success(t('form.saved'))
      back()
    } catch (error) {
      if ((error as ApiError).code !== 'stale_version') return form.refuse(error as ApiError)
      void message.warning(t('form.stale'), 6)
      await refresh(monitorsPath)
    }
  }
  return (
    <MonitorForm
      form={form}
      vocabulary={vocabulary}
      mode="edit"
      hasPassword={monitor.hasPassword}
      busy={send.isPending}
      submit={() => void submit()}
      cancel={back}
    />
  )
}
