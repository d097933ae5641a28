import type { Ctx, UploadPart } from '#kernel'
import * as store from '../store.ts'
import { validation } from './envelope.ts'
import { resourceDict } from './package.ts'
import { type Parameters, required, text } from './parameters.ts'
import { myResource } from './write.ts'

const bothWays = (value: string) => ({ zh: value, en: value })

/** `resource_patch`, `resource_update`: what it is called and where it leads. Its rows are changed by `datastore_upsert`, through the gate. */
export const resourceChange =
  (keeps: boolean) =>
  async (ctx: Ctx, parameters: Parameters, upload?: UploadPart): Promise<unknown> => {
    if (upload) throw validation({ upload: ['Rows are changed by datastore_upsert, or by a new resource (resource_create)'] })
    return ctx.transact('write', async (inner) => {
      const { resource } = await myResource(inner, required(parameters, 'id'))
      const name = text(parameters, 'name') ?? (keeps ? undefined : required(parameters, 'name'))
      const description = text(parameters, 'description') ?? (keeps ? undefined : '')
      const url = resource.kind === 'link' ? text(parameters, 'url') : undefined
      if (url && !(URL.canParse(url) && /^https?:/.test(url))) throw validation({ url: ['An http(s) address is needed'] })
      await store.changeResource(inner, resource.id, {
        ...(name && { name: bothWays(name.slice(0, 200)) }),
        ...(description !== undefined && { description: bothWays(description.slice(0, 2000)) }),
        ...(url && { url }),
      })
      return resourceDict(inner, (await store.resourceById(inner, resource.id)) as store.ResourceRow)
    })
  }
