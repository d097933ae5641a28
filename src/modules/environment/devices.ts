import { areaAt } from '#engines/geo'
import { area, choice, defineRegister, organisation, point, secret, text } from '#engines/registers'
import type { Ctx } from '#kernel'
import { systems } from '#protocols/hj212-names'
import { mnRemoved, mnStays } from './errors.ts'
import { settleMonitors } from './settle.ts'
import { wasRemoved } from './store.ts'
import { forgetStranger } from './store-ledger.ts'

/** 监测设备台账: every device that may send by HJ 212, with its password. It may send from the moment its row stands. */
export const devices = defineRegister({
  id: 'environment.devices',
  title: { zh: '监测设备台账', en: 'Monitors' },
  about: {
    zh: '允许按 HJ 212 报送数据的设备：编号、密码、协议版本、位置。登记后即可接收，停用后拒收；因子和限值在“监测因子与限值”。',
    en: 'Devices that may send by HJ 212: number, password, edition, place. Heard as soon as they are registered, refused once stopped; their limits stand in “Factors and limits”.',
  },
  table: 'environment.monitor',
  naturalKey: ['mn'],
  label: 'name',
  columns: {
    name: text({ title: { zh: '设备名称', en: 'Name' }, required: true, maxLength: 80, search: true, sort: true }),
    mn: text({
      title: { zh: '设备编号（MN）', en: 'Device number (MN)' },
      required: true,
      maxLength: 64,
      pattern: /^[A-Za-z0-9_-]{1,64}$/,
      standard: 'HJ 212-2017',
      search: true,
      filter: 'prefix',
      sort: true,
    }),
    system_code: choice({
      title: { zh: '系统编码', en: 'System' },
      required: true,
      filter: true,
      standard: 'HJ 212-2017',
      codes: Object.fromEntries(Object.entries(systems).map(([code, { zh, en }]) => [code, { zh, en }])),
    }),
    enterprise: text({
      title: { zh: '所属单位', en: 'Owner' },
      hint: { zh: '与“污染源单位”中的名称一致', en: 'Named as among the pollution sources' },
      maxLength: 120,
      search: true,
      filter: true,
    }),
    state: choice({
      title: { zh: '使用状态', en: 'In use' },
      required: true,
      usual: 'in-use',
      filter: true,
      codes: { 'in-use': { zh: '在用', en: 'In use' }, stopped: { zh: '停用', en: 'Out of use' } },
    }),
    area_path: area({
      title: { zh: '所在区域', en: 'Area' },
      hint: { zh: '留空按位置确定', en: 'Blank: found by the place' },
      filter: true,
    }),
    organisation_path: organisation({
      title: { zh: '管理单位', en: 'Kept by' },
      hint: { zh: '留空为登记人的单位', en: 'Blank: the unit of whoever registers it' },
      filter: true,
    }),
    standard: choice({
      title: { zh: '协议版本', en: 'Edition' },
      required: true,
      usual: '2017',
      filter: true,
      codes: {
        2005: { zh: 'HJ/T 212-2005', en: 'HJ/T 212-2005' },
        2017: { zh: 'HJ 212-2017', en: 'HJ 212-2017' },
        2025: { zh: 'HJ 212-2025', en: 'HJ 212-2025' },
      },
    }),
    crc: choice({
      title: { zh: '校验方式', en: 'CRC' },
      required: true,
      usual: 'hj212',
      codes: { hj212: { zh: '标准（HJ 212）', en: 'HJ 212' }, modbus: { zh: 'Modbus', en: 'Modbus' } },
    }),
    password: secret({
      title: { zh: '访问密码（PW）', en: 'Password (PW)' },
      hint: { zh: '留空：任何密码都接受', en: 'Blank: any password is taken' },
      mask: 'all',
      maxLength: 24,
      pattern: /^[!-~]{1,24}$/,
    }),
    place: point({
      title: { zh: '位置', en: 'Place' },
      hint: { zh: 'WGS-84，经度在前', en: 'WGS-84, longitude first' },
      required: true,
      filter: true,
    }),
  },
  may: { read: 'environment.read', edit: 'environment.manage', unmask: 'environment.see-passwords' },
  permissions: {
    'environment.see-passwords': {
      zh: '查看监测设备的访问密码（留痕）',
      en: 'See passwords of monitors (kept in the audit)',
    },
  },
  within: { area: 'area_path', organisation: 'organisation_path' },
  small: true,
  list: { columns: ['name', 'mn', 'system_code', 'enterprise', 'state', 'area_path', 'standard'], sort: 'mn' },
  map: { column: 'place', columns: ['name', 'mn', 'system_code', 'state'] },
  retention: { zh: '停用后 10 年', en: '10 years after the monitor is stopped' },
  legalBasis: { zh: '《污染源自动监控管理办法》', en: 'Regulation on automatic monitoring of pollution sources' },
  complete: async (ctx, rows) => {
    for (const row of rows) {
      if (!row.area_path && row.place) row.area_path = (await areaAt(ctx, row.place)).deepest ?? null
      row.organisation_path ||= ctx.user.organisation ?? null
    }
  },
  onChange: async (ctx: Ctx, changes) => {
    for (const { before, after } of changes) {
      if (before && after && before.values.mn !== after.values.mn) throw mnStays({ mn: before.values.mn })
      if (!after) continue
      if (await wasRemoved(ctx, after.values.mn, after.id)) throw mnRemoved({ mn: after.values.mn })
      await forgetStranger(ctx, after.values.mn)
    }
    await settleMonitors(
      ctx,
      changes.flatMap(({ before, after }) => (after ?? before)?.id ?? []),
    )
  },
  catalogue: {
    sharing: 'unconditional',
    opening: 'conditional',
    openingTerms: { zh: '访问密码不开放', en: 'Without passwords' },
    cycle: 'irregular',
    duty: 'environment',
  },
})
