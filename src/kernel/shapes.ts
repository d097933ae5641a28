/** The kernel's shapes that schemas may build on: zod only, so that pages can import them. */
export { Ref, TreePath } from './refs.ts'
export { type Locale, Text } from './text.ts'
