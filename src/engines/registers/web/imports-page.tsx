export function ImportsPage(_props: { register: string; base: string }) {
  return null
}
