import { nationalIdCheck } from '#protocols/national-id'

/** A number that passes its check, of an area code nobody was registered under. */
export function idNumber(birth: string, sequence: number): string {
  const digits = `310118${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return digits + nationalIdCheck(digits)
}

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨']
const given = [...'安柏晨德恩帆庚禾佳凯岚明宁培琪荣思庭文轩雅悦泽竹']
let made = 0

/** A resident nobody else in the story is. */
export function someone(): { name: string; id_number: string; sex: string; birth: string; phone: string; address: string } {
  made += 1
  const pick = <T>(list: readonly T[], step: number) => list[(made * step) % list.length] as T
  const birth = `19${50 + (made % 50)}-${String(1 + (made % 12)).padStart(2, '0')}-${String(1 + ((made * 7) % 28)).padStart(2, '0')}`
  const name = `${pick(surnames, 5)}${pick(given, 7)}${pick(given, 11)}`
  const run = String(Math.floor(Math.random() * 9_000) + 1_000)
  return {
    name,
    id_number: idNumber(birth, 1 + 2 * Math.floor(Math.random() * 499)),
    sex: '1',
    birth,
    phone: `1990${run}${String(made).padStart(3, '0')}`,
    address: `青浦区夏阳街道公园路${run}弄${1 + (made % 90)}号${101 + made}室`,
  }
}

let keys = 0
export const as = (values: Record<string, string | null>, observedOn = '2026-06-01') => {
  keys += 1
  return { key: `k${process.pid}-${Math.random().toString(36).slice(2)}-${keys}`, observedOn, values }
}
