import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { useApi, useSend } from '#kit/query.ts'
import { type Text, useText } from '#kit/text.ts'

export const accountsPath = '/api/identity/accounts'
export const rolesPath = '/api/identity/roles'
export const organisationsPath = '/api/identity/organisations'
export const clientsPath = '/api/identity/clients'
export const sessionsPath = '/api/identity/me/sessions'

export interface Roles {
  items: { role: string; title: Text; mayGive: boolean; capabilities: { capability: string; title: Text }[] }[]
}

/** Says a refusal in the server's own words. */
export function useRefusal(): (error: ApiError) => void {
  const { message } = App.useApp()
  return (error) => void message.error(error.faults[0]?.detail || error.detail)
}

/** A change to an account; the list and the open one are read anew. */
export function useAccountAction<I extends object | undefined = undefined, O = unknown>(
  id: string,
  act: string,
  then?: (result: O) => void,
) {
  const refused = useRefusal()
  const send = useSend<I, O>((body) => api.post(`${accountsPath}/${id}/${act}`, body), {
    refresh: [accountsPath],
    ...(then && { then }),
  })
  return {
    busy: send.isPending,
    run: (body: I) => send.mutateAsync(body).catch(refused) as Promise<O | undefined>,
  }
}

/** What sort of unit it is, in words; a district's own kinds by their code. */
export function useKindTitle(): (kind: string) => string {
  const { t } = useTranslation('identity')
  return (kind) => t(`unitKinds.${kind}` as 'unitKinds.department', { defaultValue: kind })
}

export interface Place {
  code: string
  path: string
  name: Text
}
interface AreaNode extends Place {
  kind: string
  children: AreaNode[]
}

const flat = (nodes: readonly AreaNode[]): AreaNode[] => nodes.flatMap((node) => [node, ...flat(node.children)])
/** District, towns, villages and grids, each before what lies in it. */
export const useAreas = (): AreaNode[] => flat(useApi<{ items: AreaNode[] }>('/api/geo/areas/tree').data?.items ?? [])

/** The name of a unit or town by its path; the path itself where nobody has named it. */
export function usePlaceName(): (path: string) => string {
  const text = useText()
  const units = useApi<{ items: Place[] }>(organisationsPath).data?.items ?? []
  const areas = useAreas()
  return (path) => text([...units, ...areas].find((place) => place.path === path)?.name) || path
}
