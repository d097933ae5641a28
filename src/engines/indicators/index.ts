export { type Condition, defineIndicator, type Indicator, indicator, indicatorKind, type Measure } from './define.ts'
export { indicators } from './module.ts'
