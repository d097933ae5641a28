import { anonymous, type Head, type Platform, pageHeadKind } from '#kernel'

const partsOf = (path: string) => path.split('/').filter(Boolean)

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [partsOf(pattern), partsOf(path)]
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const value = given[at] as string
    if (part.startsWith(':')) params[part.slice(1)] = value
    else if (part !== value) return undefined
  }
  return params
}

/** What the page at this address says of itself, as everybody may hear it; a page must open even when this fails. */
export async function headOf(platform: Platform, url: string, locale: 'zh' | 'en', requestId: string): Promise<Head | undefined> {
  const path = URL.parse(url, 'http://page.invalid')?.pathname ?? '/'
  const found = platform.house
    .all(pageHeadKind)
    .toSorted((a, b) => a.path.split(':').length - b.path.split(':').length)
    .flatMap((head) => {
      const params = paramsOf(head.path, path)
      return params ? [{ head, params }] : []
    })[0]
  if (!found) return undefined
  try {
    const params = Object.fromEntries(Object.entries(found.params).map(([name, value]) => [name, decodeURIComponent(value)]))
    const origin = { kind: 'request' as const, name: `GET ${found.head.path}`, requestId }
    return await platform.transact({ user: anonymous, locale, origin }, 'read', (ctx) => found.head.run(ctx, params))
  } catch (error) {
    platform.log.warn({ error, path: found.head.path }, 'page-head.failed')
    return undefined
  }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] as string)

/** The page with its head filled in; what is put in is marked, so that the application can take it out when it takes over. */
export function withHead(page: string, { title, description, links, jsonLd }: Head): string {
  const lines = [
    ...(description ? [`<meta name="description" content="${escaped(description)}" data-served />`] : []),
    ...links.map(
      ({ rel, type, href, title: name }) =>
        `<link rel="${escaped(rel)}" type="${escaped(type)}" href="${escaped(href)}"${name ? ` title="${escaped(name)}"` : ''} data-served />`,
    ),
    ...(jsonLd
      ? [`<script type="application/ld+json" data-served>${JSON.stringify(jsonLd).replaceAll('<', '\\u003c')}</script>`]
      : []),
  ]
  return page
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(title)}</title>`)
    .replace('</head>', () => `  ${lines.join('\n    ')}\n  </head>`)
}

/** RFC 8288: the same for who reads headers only; addresses in ASCII. */
export const linkHeader = ({ links }: Head): string =>
  links.map(({ rel, type, href }) => `<${encodeURI(href)}>; rel="${rel}"; type="${type}"`).join(', ')
