/** The vocabulary of HJ 212-2017: what a system code, a command, a data flag and a factor mean. */
export interface Name {
  zh: string
  en: string
}
export type DataKind = 'real-time' | 'minute' | 'hour' | 'day'

/** Uploaded data by command code; each is kept apart from the others. */
export const dataCommands: Readonly<Record<string, DataKind>> = { 2011: 'real-time', 2051: 'minute', 2061: 'hour', 2031: 'day' }
/** Equipment state 设备运行状态: now, and per day. */
export const stateCommands: Readonly<Record<string, 'real-time' | 'day'>> = { 2021: 'real-time', 2041: 'day' }

/** Data flag 数据标记: what it says about the value's worth. */
export const dataFlags: Readonly<Record<string, Name & { usable: boolean }>> = {
  N: { zh: '正常', en: 'normal', usable: true },
  F: { zh: '停运', en: 'stopped', usable: false },
  M: { zh: '维护', en: 'maintenance', usable: false },
  S: { zh: '手工输入', en: 'entered by hand', usable: true },
  D: { zh: '故障', en: 'faulty', usable: false },
  C: { zh: '校准', en: 'calibrating', usable: false },
  T: { zh: '超测量范围', en: 'out of range', usable: false },
  B: { zh: '通讯异常', en: 'communication fault', usable: false },
}

export const systems: Readonly<Record<string, Name>> = {
  21: { zh: '地表水质量监测', en: 'surface water' },
  22: { zh: '空气质量监测', en: 'ambient air' },
  23: { zh: '声环境质量监测', en: 'noise' },
  24: { zh: '地下水质量监测', en: 'groundwater' },
  25: { zh: '土壤质量监测', en: 'soil' },
  26: { zh: '海水质量监测', en: 'sea water' },
  27: { zh: '挥发性有机物监测', en: 'volatile organics' },
  31: { zh: '大气环境污染源', en: 'air pollution source' },
  32: { zh: '地表水体环境污染源', en: 'water pollution source' },
  39: { zh: '工地扬尘污染源', en: 'site dust' },
  51: { zh: '烟气排放过程监控', en: 'flue gas process' },
  52: { zh: '污水排放过程监控', en: 'sewage process' },
}

/** Usual unit per factor; a device may report another, so the register of monitors has the last word. */
export const factorNames: Readonly<Record<string, Name & { unit: string }>> = {
  w00000: { zh: '污水流量', en: 'Sewage flow', unit: 'L/s' },
  w01001: { zh: 'pH 值', en: 'pH', unit: '1' },
  w01003: { zh: '浑浊度', en: 'Turbidity', unit: 'NTU' },
  w01009: { zh: '溶解氧', en: 'Dissolved oxygen', unit: 'mg/L' },
  w01010: { zh: '水温', en: 'Water temperature', unit: '°C' },
  w01014: { zh: '电导率', en: 'Conductivity', unit: 'µS/cm' },
  w01018: { zh: '化学需氧量', en: 'Chemical oxygen demand', unit: 'mg/L' },
  w01019: { zh: '高锰酸盐指数', en: 'Permanganate index', unit: 'mg/L' },
  w21001: { zh: '总氮', en: 'Total nitrogen', unit: 'mg/L' },
  w21003: { zh: '氨氮', en: 'Ammonia nitrogen', unit: 'mg/L' },
  w21011: { zh: '总磷', en: 'Total phosphorus', unit: 'mg/L' },
  a00000: { zh: '废气流量', en: 'Flue gas flow', unit: 'm³/s' },
  a01001: { zh: '温度', en: 'Temperature', unit: '°C' },
  a01002: { zh: '湿度', en: 'Humidity', unit: '%' },
  a01006: { zh: '气压', en: 'Air pressure', unit: 'kPa' },
  a01007: { zh: '风速', en: 'Wind speed', unit: 'm/s' },
  a01008: { zh: '风向', en: 'Wind direction', unit: '°' },
  a05024: { zh: '臭氧', en: 'Ozone', unit: 'µg/m³' },
  a19001: { zh: '氧含量', en: 'Oxygen', unit: '%' },
  a21002: { zh: '氮氧化物', en: 'Nitrogen oxides', unit: 'mg/m³' },
  a21003: { zh: '一氧化氮', en: 'Nitric oxide', unit: 'mg/m³' },
  a21004: { zh: '二氧化氮', en: 'Nitrogen dioxide', unit: 'µg/m³' },
  a21005: { zh: '一氧化碳', en: 'Carbon monoxide', unit: 'mg/m³' },
  a21026: { zh: '二氧化硫', en: 'Sulphur dioxide', unit: 'mg/m³' },
  a34001: { zh: '总悬浮颗粒物', en: 'Total suspended particles', unit: 'µg/m³' },
  a34002: { zh: '可吸入颗粒物 PM10', en: 'PM10', unit: 'µg/m³' },
  a34004: { zh: '细颗粒物 PM2.5', en: 'PM2.5', unit: 'µg/m³' },
  a34013: { zh: '烟尘', en: 'Soot', unit: 'mg/m³' },
  Leq: { zh: '等效声级', en: 'Equivalent sound level', unit: 'dB(A)' },
  LA: { zh: '瞬时声级', en: 'Sound level', unit: 'dB(A)' },
}

/** Codes of HJ/T 212-2005 that have a successor. */
export const oldFactorCodes: Readonly<Record<string, string>> = {
  '011': 'w01018',
  '060': 'w21003',
  '001': 'w01001',
  '065': 'w21001',
  '101': 'w21011',
  B01: 'w00000',
  B00: 'a00000',
  '01': 'a34013',
  '02': 'a21026',
  '03': 'a21002',
  '04': 'a21005',
  S01: 'a19001',
}
