import type { District } from '#kernel'
import { demo } from './accounts.ts'
import { caseAlarms, caseLimits, caseNumbers, caseResponsibilities } from './cases.ts'
import { catalog } from './catalog.ts'
import { categories } from './categories.ts'
import { credit } from './credit.ts'
import { indicators } from './indicators.ts'
import { qingpuMap } from './map/map.ts'
import { openData } from './open-data.ts'
import { organisations } from './organisations.ts'
import { pollutionSources } from './pollution-sources.ts'
import { registrySources } from './registry.ts'
import { roles } from './roles.ts'

/** 青浦区: what is true only here, as data. */
export const qingpu: District = {
  id: 'qingpu',
  title: { zh: '青浦区', en: 'Qingpu District' },
  timeZone: 'Asia/Shanghai',
  settings: {
    'identity.platform': {
      title: { zh: '青浦区城市运行平台', en: 'Qingpu District Platform' },
      map: { centre: [121.08, 31.13], zoom: 10.4, bounds: [120.83, 30.94, 121.34, 31.29] },
    },
    'identity.organisations': organisations,
    'identity.roles': roles,
    'identity.demo': demo,
    calendar: {
      hours: [
        ['08:30', '11:30'],
        ['13:30', '17:30'],
      ],
    },
    geo: qingpuMap,
    catalog,
    'open-data': openData,
    registry: registrySources,
    credit,
    indicators,
    cases: caseNumbers,
    'cases.categories': categories,
    'cases.limits': caseLimits,
    'cases.alarms': caseAlarms,
    'cases.responsibilities': caseResponsibilities,
    'environment.demo-sources': pollutionSources,
    open311: {
      contact: { zh: '城市运行管理中心，热线 12345', en: 'Urban Operations Centre, hotline 12345' },
      keys: { zh: '在本平台工作台的“接口密钥”页面申请密钥', en: 'Keys are made on the workbench’s page “API keys”' },
    },
  },
}
