import { type FactorDraft, newFactor, newLimit } from './draft.ts'

const upper = (raiseAt: number) => newLimit({ raiseAt, clearAt: Math.round(raiseAt * 95) / 100 })
const hourly = (raiseAt: number) => newLimit({ kind: 'hour', raiseAt, raiseAfter: 1, clearAfter: 1 })

/**
 * What such a station usually measures, so that nobody types it. Limits: GB 18918-2002 一级 A (sewage works),
 * 超低排放 of coal-fired power plants (发改能源〔2014〕2093 号), GB 3838-2002 Ⅲ (surface water), GB 3096-2008 class 2 by day;
 * a permit may be stricter, so the form says to check. Ambient air has no discharge limit.
 */
const presets: Readonly<Record<string, () => FactorDraft[]>> = {
  32: () => [
    newFactor('w00000', 'L/s'),
    newFactor('w01001', '1', [newLimit({ raiseAt: 9 }), newLimit({ direction: 'below', raiseAt: 6 })]),
    newFactor('w01018', 'mg/L', [upper(50)]),
    newFactor('w21003', 'mg/L', [upper(5)]),
    newFactor('w21011', 'mg/L', [upper(0.5)]),
    newFactor('w21001', 'mg/L', [upper(15)]),
  ],
  31: () => [
    newFactor('a00000', 'm³/s'),
    newFactor('a19001', '%'),
    { ...newFactor('a21026', 'mg/m³', [hourly(35)]), use: 'converted' },
    { ...newFactor('a21002', 'mg/m³', [hourly(50)]), use: 'converted' },
    { ...newFactor('a34013', 'mg/m³', [hourly(10)]), use: 'converted' },
  ],
  21: () => [
    newFactor('w01010', '°C'),
    newFactor('w01001', '1', [newLimit({ raiseAt: 9 }), newLimit({ direction: 'below', raiseAt: 6 })]),
    newFactor('w01009', 'mg/L', [newLimit({ direction: 'below', raiseAt: 5 })]),
    newFactor('w01019', 'mg/L', [upper(6)]),
    newFactor('w21003', 'mg/L', [upper(1)]),
    newFactor('w21011', 'mg/L', [upper(0.2)]),
  ],
  22: () => ['a34004', 'a34002', 'a21026', 'a21004', 'a05024'].map((code) => newFactor(code, 'µg/m³')),
  23: () => [newFactor('Leq', 'dB(A)', [upper(60)])],
  39: () => [newFactor('a34001', 'µg/m³'), newFactor('a34002', 'µg/m³'), newFactor('a01007', 'm/s'), newFactor('Leq', 'dB(A)')],
}
export const presetFor = (systemCode: string | null): FactorDraft[] => (systemCode ? (presets[systemCode]?.() ?? []) : [])
