import { type Ctx, districtOf, settingsOf } from '#kernel'
import { attributesOf, categoriesOf, type Category } from '#engines/cases'
import type { Format } from './answer.ts'
import { w3c } from './answer.ts'
import { serviceUnknown } from './errors.ts'
import { open311Settings } from './settings.ts'
import { changesetAt } from './store.ts'
import type { XmlNode } from './xml.ts'

export const openServices = (ctx: Ctx): Category[] => categoriesOf(ctx.house).filter(({ open }) => open)

export function openService(ctx: Ctx, code: string): Category {
  const service = openServices(ctx).find((candidate) => candidate.code === code)
  if (!service) throw serviceUnknown({ code })
  return service
}

export const serviceList = (ctx: Ctx): XmlNode[] =>
  openServices(ctx).map(({ code, title, family, hint }) => ({
    service_code: code,
    service_name: title[ctx.locale],
    description: hint?.[ctx.locale] ?? `${family.title[ctx.locale]} · ${title[ctx.locale]}`,
    metadata: attributesOf(ctx.house, code).length > 0,
    type: 'realtime',
    keywords: [family.title.zh, title.zh, title.en].join(','),
    group: family.title[ctx.locale],
  }))

/** What a service asks for. In XML each list stands in an element of its own. */
export function serviceDefinition(ctx: Ctx, code: string, format: Format): { service_code: string; attributes: XmlNode[] } {
  const { code: service_code } = openService(ctx, code)
  const attributes = attributesOf(ctx.house, code).map((attribute, index): XmlNode => {
    const values = attribute.values.map(({ key, name }) => ({ key, name: name[ctx.locale] }))
    return {
      variable: true,
      code: attribute.code,
      datatype: attribute.datatype,
      required: attribute.required,
      datatype_description: attribute.hint?.[ctx.locale] ?? null,
      order: index + 1,
      description: attribute.description[ctx.locale],
      ...(attribute.datatype.endsWith('list') && { values: format === 'json' ? values : { value: values } }),
    }
  })
  return { service_code, attributes }
}

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2'

/** Who speaks here, where, and since when its services are as they are. */
export async function discovery(ctx: Ctx, format: Format): Promise<XmlNode> {
  const { contact, keys } = settingsOf(ctx.house, open311Settings)
  const offered = openServices(ctx).map(({ code, title, hint }) => ({
    code,
    title,
    hint,
    attributes: attributesOf(ctx.house, code),
  }))
  const changeset = w3c(await changesetAt(ctx, ctx.secrets.digest(JSON.stringify(offered))))
  const formats = ['text/xml', 'application/json']
  const endpoint = {
    specification: SPECIFICATION,
    url: `${ctx.config.publicUrl}/open311/v2`,
    changeset,
    type: ctx.config.demo ? 'test' : 'production',
    formats: format === 'json' ? formats : { format: formats },
  }
  return {
    changeset,
    contact: `${districtOf(ctx.house).title[ctx.locale]} ${contact[ctx.locale]}`,
    key_service: keys[ctx.locale],
    endpoints: format === 'json' ? [endpoint] : { endpoint: [endpoint] },
  }
}
