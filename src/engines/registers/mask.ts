import { maskName, maskPhone } from '#engines/audit'

export const MASKS = ['name', 'phone', 'id-number', 'address', 'all'] as const
export type MaskKind = (typeof MASKS)[number]

const KEPT_OF_ADDRESS = 6

/** 姓名 `张**`, 电话 `138****1234`, 证件号 `310***********002X`, 地址 `朱家角镇新风****`. Numbers too short to hide anything are hidden whole. */
const masks: Record<MaskKind, (value: string) => string> = {
  name: maskName,
  phone: maskPhone,
  'id-number': (value) =>
    value.length >= 12 ? `${value.slice(0, 3)}${'*'.repeat(value.length - 7)}${value.slice(-4)}` : '*'.repeat(value.length),
  address: (value) => ([...value].length > KEPT_OF_ADDRESS ? `${[...value].slice(0, KEPT_OF_ADDRESS).join('')}****` : '****'),
  all: () => '******',
}

export const maskAs = (kind: MaskKind, value: string): string => masks[kind](value)

/** Nobody's name or number has two stars in a row: this came out of a list and must not go back in. */
export const looksMasked = (value: string): boolean => value.includes('**')

/** A masked value that came back as it was shown is no change. */
export const isEcho = (kind: MaskKind, value: unknown, now: unknown): boolean =>
  typeof value === 'string' && typeof now === 'string' && value !== now && value === maskAs(kind, now)
