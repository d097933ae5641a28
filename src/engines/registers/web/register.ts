import { createContext, useContext } from 'react'
import { useApi } from '#kit/query.ts'
import { type ColumnShape, RegisterShape } from '../schema.ts'

/** The register a page is about, and where the page stands. */
export interface Here {
  shape: RegisterShape
  base: string
  /** A form holds changes that nobody saved. */
  unsaved: { current: boolean }
}
const HereContext = createContext<Here | null>(null)
export const HereIs = HereContext.Provider
export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error('Outside of a register’s page')
  return here
}

/** `credit.records` → `/api/credit/records` */
export const apiOf = (register: string): string => `/api/${register.replace('.', '/')}`
export const useShape = (register: string) => useApi(`${apiOf(register)}/shape`, RegisterShape)

export const columnOf = (shape: RegisterShape, name: string): ColumnShape | undefined =>
  shape.columns.find((column) => column.name === name)

/** Title with its unit: `面积（㎡）`. */
export const withUnit = ({ title, unit }: ColumnShape): ColumnShape['title'] =>
  unit ? { zh: `${title.zh}（${unit}）`, en: `${title.en} (${unit})` } : title
