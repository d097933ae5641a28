import type { Mask } from './definition.ts'

const stars = (count: number) => '*'.repeat(Math.max(1, count))

/** What is left to recognise a value by, without giving it away. */
const masks: Readonly<Record<Mask, (value: string) => string>> = {
  /** 陈阿婆 → 陈** */
  name: (value) => `${[...value][0] ?? ''}${stars([...value].length - 1)}`,
  /** 13800001234 → 138****1234 */
  phone: (value) => (value.length >= 8 ? `${value.slice(0, 3)}****${value.slice(-4)}` : `****${value.slice(-2)}`),
  /** Province and the last two: enough to compare with a card in one's hand. */
  'id-number': (value) =>
    value.length > 6 ? `${value.slice(0, 3)}${stars(value.length - 5)}${value.slice(-2)}` : stars(value.length),
  /** Street or town only: what is after the first road, estate or village is nobody's business. */
  address: (value) => {
    const road = /^.{0,24}?[路街道弄巷村镇乡大道](?![办路街])/u.exec(value)?.[0]
    return `${road ?? [...value].slice(0, 4).join('')}****`
  },
  /** 1956-03-12 → 1956-**-** */
  date: (value) => `${value.slice(0, 4)}-**-**`,
  all: () => '****',
}

export const maskValue = (value: string, mask: Mask | undefined): string => (mask && value !== '' ? masks[mask](value) : value)
