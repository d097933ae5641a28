import { z } from 'zod'

/** A label in both languages. 中文 first: it is what most readers see. */
export const Text = z.object({ zh: z.string(), en: z.string() })
export type Text = z.infer<typeof Text>
export type Locale = keyof Text

/** Fills `{name}` placeholders; an unknown placeholder stays visible, so that a gap is seen. */
export const fill = (template: string, params: Record<string, unknown> = {}): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (params[name] === undefined ? whole : String(params[name])))

export const say = (text: Text, locale: Locale, params?: Record<string, unknown>): string => fill(text[locale], params)
