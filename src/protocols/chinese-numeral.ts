/** Chinese numerals as they stand in addresses: 二十七, 一百零八, 两, 廿五, and digit by digit 三〇二. */
const digits = new Map([...'零〇一二三四五六七八九'].map((character, at) => [character, at < 2 ? 0 : at - 1]))
digits
  .set('两', 2)
  .set('壹', 1)
  .set('贰', 2)
  .set('叁', 3)
  .set('肆', 4)
  .set('伍', 5)
  .set('陆', 6)
  .set('柒', 7)
  .set('捌', 8)
  .set('玖', 9)
const units = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1000],
  ['仟', 1000],
])

export const numeralCharacters = '零〇一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟'

/** 一〇三 and 302 are read digit by digit, 一百零三 by its units; undefined when it is no number. */
export function readNumeral(text: string): string | undefined {
  if (/^\d+$/.test(text)) return text.replace(/^0+(?=\d)/, '')
  const spelled = text.replace(/廿/g, '二十').replace(/卅/g, '三十')
  if (!spelled || [...spelled].some((character) => !digits.has(character) && !units.has(character))) return undefined
  if (![...spelled].some((character) => units.has(character)))
    return [...spelled]
      .map((character) => digits.get(character))
      .join('')
      .replace(/^0+(?=\d)/, '')
  let [total, digit] = [0, 0]
  for (const character of spelled) {
    const unit = units.get(character)
    if (unit === undefined) digit = digits.get(character) as number
    else {
      total += (digit || 1) * unit
      digit = 0
    }
  }
  return String(total + digit)
}

/** 1 to 9999 in the short spelling of addresses (十二, 二十, 一百零三). */
export function writeNumeral(value: number): string {
  const names = '零一二三四五六七八九'
  let text = ''
  let gap = false
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10
    if (digit === 0) gap = text !== ''
    else {
      text += `${gap ? '零' : ''}${names[digit]}${name}`
      gap = false
    }
  }
  return text.replace(/^一十/, '十')
}
