/** Any page may read the answer; never with the visitor's cookie, which browsers do not send with `*`. */
export const crossOriginHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'link, etag, content-disposition, retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset',
}

/** What a browser hears that asks beforehand whether a page of another site may send a key or JSON here. */
export const preflightHeaders = {
  ...crossOriginHeaders,
  'access-control-allow-headers':
    'content-type, authorization, x-api-key, x-ckan-api-key, idempotency-key, accept, accept-language, range',
  'access-control-max-age': '86400',
}
