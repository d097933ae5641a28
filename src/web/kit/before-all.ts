/**
 * Shapes are read without compiling code, which our content security policy forbids: zod would only try, be refused,
 * and leave a complaint in every console. It has to stand before the first import of zod.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

/** On plain http (a phone in the office network) browsers leave out `randomUUID`; the random bytes are there. */
if (typeof crypto.randomUUID !== 'function')
  Object.assign(crypto, {
    randomUUID: () => {
      const bytes = crypto.getRandomValues(new Uint8Array(16))
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
    },
  })
