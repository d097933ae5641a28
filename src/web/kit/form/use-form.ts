import { useCallback, useState } from 'react'
import type { ApiError } from '../api.ts'

export interface FormFault {
  path: string
  detail: string
}

/** What a field needs; spread it: `<TextField {...form.field('name')} label=… />`. */
export interface Bound<T> {
  name: string
  value: T
  onChange: (value: T) => void
  error: string | undefined
}

export interface FormState<V> {
  values: V
  faults: FormFault[]
  set: (change: Partial<V>) => void
  setFaults: (faults: FormFault[]) => void
  field: <K extends keyof V & string>(name: K) => Bound<V[K]>
  /** Puts the server's refusal at its fields, or at the top when it names none. */
  refuse: (error: ApiError) => void
}

export function useForm<V extends object>(initial: V | (() => V)): FormState<V> {
  const [values, setValues] = useState<V>(initial)
  const [faults, setFaults] = useState<FormFault[]>([])
  const set = useCallback((change: Partial<V>) => {
    setValues((now) => ({ ...now, ...change }))
    setFaults((now) => (now.length === 0 ? now : now.filter(({ path }) => !((path.split('.')[0] as string) in change))))
  }, [])
  const field = <K extends keyof V & string>(name: K): Bound<V[K]> => ({
    name,
    value: values[name],
    onChange: (value) => set({ [name]: value } as unknown as Partial<V>),
    error: faults.find(({ path }) => path === name || path.startsWith(`${name}.`))?.detail,
  })
  const refuse = (error: ApiError) =>
    setFaults(
      error.faults.length > 0
        ? error.faults.map(({ path, detail }) => ({ path, detail: detail || error.detail }))
        : [{ path: '', detail: error.detail }],
    )
  return { values, faults, set, setFaults, field, refuse }
}
