import { type Dataset, type Text } from '#kernel'
import type { Condition, Indicator, Measure } from './define.ts'

const nameIn = (dataset: Dataset, column: string): Text => dataset.columns[column] ?? { zh: column, en: column }

/** One condition as a sentence, in the words of its dataset. */
export function sayCondition(dataset: Dataset, condition: Condition): Text {
  const { zh, en } = nameIn(dataset, condition.column)
  if ('is' in condition) {
    if (typeof condition.is === 'boolean')
      return condition.is ? { zh: `“${zh}”为是`, en: `"${en}" is yes` } : { zh: `“${zh}”为否`, en: `"${en}" is no` }
    return { zh: `${zh}是“${condition.is}”`, en: `${en} is "${condition.is}"` }
  }
  if ('in' in condition) return { zh: `${zh}是“${condition.in.join('”或“')}”`, en: `${en} is "${condition.in.join('" or "')}"` }
  if ('not' in condition) return { zh: `${zh}不是“${condition.not}”`, en: `${en} is not "${condition.not}"` }
  if ('empty' in condition)
    return condition.empty ? { zh: `${zh}为空`, en: `${en} is empty` } : { zh: `${zh}不为空`, en: `${en} is not empty` }
  if ('withinHours' in condition)
    return { zh: `${zh}在最近 ${condition.withinHours} 小时内`, en: `${en} within the last ${condition.withinHours} hours` }
  return { zh: `${zh}已过`, en: `${en} has passed` }
}

const joined = (texts: Text[]): Text => ({
  zh: texts.map(({ zh }) => zh).join('且'),
  en: texts.map(({ en }) => en).join(' and '),
})

/** How the rows become one number. */
export function sayMeasure(dataset: Dataset, measure: Measure): Text {
  if ('count' in measure) return { zh: '计数', en: 'Number of rows' }
  if ('share' in measure) {
    const { zh, en } = joined(measure.share.map((one) => sayCondition(dataset, one)))
    return { zh: `其中${zh}的占比（%）`, en: `Of these, the share for which ${en} (%)` }
  }
  if ('average' in measure) {
    const { zh, en } = nameIn(dataset, measure.average)
    return { zh: `${zh}的平均值`, en: `Average of ${en}` }
  }
  if ('sum' in measure) {
    const { zh, en } = nameIn(dataset, measure.sum)
    return { zh: `${zh}合计`, en: `Sum of ${en}` }
  }
  const [from, to] = measure.medianHours.map((column) => nameIn(dataset, column)) as [Text, Text]
  return { zh: `从“${from.zh}”到“${to.zh}”的小时数的中位数`, en: `Median hours from ${from.en} to ${to.en}` }
}

/** What is kept of a definition: enough to count by it again. */
export const saidOf = ({ title, about, dataset, measure, where, at }: Indicator) => ({
  title,
  about,
  dataset,
  measure,
  where,
  at: at ?? null,
})
