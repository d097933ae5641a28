import { choice, decimal, defineRegister, integer, reference, text } from '#engines/registers'
import { byCondition, type Ctx, type FieldFault } from '#kernel'
import { settleMonitors } from './settle.ts'
import { touch, visibleMonitor } from './store.ts'

const unsound: FieldFault = {
  path: 'clear_at',
  code: 'unsound_limit',
  text: {
    zh: '解除限值应在报警限值的安全一侧（上限时不高于、下限时不低于）',
    en: 'Must be on the safe side of the limit (not above an upper one, not below a lower one)',
  },
}
const unfounded: FieldFault = {
  path: 'raise_at',
  code: 'no_limit',
  text: { zh: '有解除限值时，请填写报警限值', en: 'With a clearing limit, give the limit itself' },
}

const reaches = (capability: string) => byCondition((alias, user) => visibleMonitor(user, capability, alias))

/** What a monitor measures, and the limits it is judged by: one row per limit; a factor that is only watched has one row without a value. */
export const factors = defineRegister({
  id: 'environment.factors',
  title: { zh: '监测因子与限值', en: 'Factors and limits' },
  about: {
    zh: '每台监测设备测什么、超过多少报警：一个限值一行；只监测不报警的因子留空限值。保存后接收网关立即按新限值判断。',
    en: 'What each monitor measures and when it raises an alarm: one row per limit; a factor that is only watched has none. The gateway follows at once.',
  },
  table: 'environment.factor',
  naturalKey: ['monitor', 'code', 'kind', 'direction', 'level'],
  label: 'code',
  columns: {
    monitor: reference({ title: { zh: '监测设备', en: 'Monitor' }, to: 'environment.devices', required: true, filter: true }),
    code: text({
      title: { zh: '因子编码', en: 'Factor' },
      hint: { zh: '如 w01018 化学需氧量', en: 'Such as w01018, chemical oxygen demand' },
      required: true,
      maxLength: 16,
      pattern: /^[A-Za-z0-9]{1,16}$/,
      standard: 'HJ 212-2017',
      search: true,
      filter: true,
      sort: true,
    }),
    name: text({
      title: { zh: '因子名称', en: 'Name in Chinese' },
      hint: { zh: '留空按标准名称', en: 'Blank: the standard’s name' },
      maxLength: 60,
      search: true,
    }),
    name_en: text({ title: { zh: '英文名称', en: 'Name' }, maxLength: 60, search: true }),
    unit: text({
      title: { zh: '单位', en: 'Unit' },
      hint: { zh: '留空按标准单位', en: 'Blank: the standard’s unit' },
      maxLength: 20,
    }),
    use: choice({
      title: { zh: '判断用值', en: 'Judged by' },
      required: true,
      usual: 'measured',
      codes: { measured: { zh: '实测值', en: 'As measured' }, converted: { zh: '折算值', en: 'Converted value' } },
    }),
    kind: choice({
      title: { zh: '数据类型', en: 'Data' },
      required: true,
      usual: 'real-time',
      filter: true,
      codes: {
        'real-time': { zh: '实时', en: 'Real-time' },
        minute: { zh: '分钟均值', en: 'Minute mean' },
        hour: { zh: '小时均值', en: 'Hourly mean' },
        day: { zh: '日均值', en: 'Daily mean' },
      },
    }),
    direction: choice({
      title: { zh: '限值方向', en: 'Direction' },
      required: true,
      usual: 'above',
      filter: true,
      codes: { above: { zh: '上限', en: 'Not above' }, below: { zh: '下限', en: 'Not below' } },
    }),
    level: integer({
      title: { zh: '序号', en: 'Number' },
      hint: { zh: '同一因子同类同向有几个限值时依次为 1、2、3', en: 'Several limits of one kind and direction: 1, 2, 3' },
      required: true,
      usual: 1,
      min: 1,
      max: 8,
    }),
    raise_at: decimal({
      title: { zh: '报警限值', en: 'Limit' },
      hint: { zh: '留空：只监测，不报警', en: 'Blank: watched, no alarm' },
      digits: 6,
      filter: true,
    }),
    clear_at: decimal({
      title: { zh: '解除限值', en: 'Cleared at' },
      hint: { zh: '留空：与报警限值相同', en: 'Blank: at the limit itself' },
      digits: 6,
    }),
    severity: choice({
      title: { zh: '报警级别', en: 'Severity' },
      required: true,
      usual: 'serious',
      filter: true,
      codes: {
        minor: { zh: '一般', en: 'Minor' },
        serious: { zh: '严重', en: 'Serious' },
        critical: { zh: '紧急', en: 'Critical' },
      },
    }),
    raise_after: integer({
      title: { zh: '连续几次超标报警', en: 'Readings to raise' },
      required: true,
      usual: 1,
      min: 1,
      max: 100,
    }),
    clear_after: integer({
      title: { zh: '连续几次正常解除', en: 'Readings to clear' },
      required: true,
      usual: 1,
      min: 1,
      max: 100,
    }),
  },
  may: { read: 'environment.read', edit: 'environment.manage' },
  visible: [reaches('environment.read')],
  editable: [reaches('environment.manage')],
  small: true,
  list: { columns: ['monitor', 'code', 'kind', 'direction', 'raise_at', 'clear_at', 'severity'], sort: 'code' },
  retention: { zh: '同监测设备', en: 'as the monitor' },
  legalBasis: { zh: '《污染源自动监控管理办法》', en: 'Regulation on automatic monitoring of pollution sources' },
  validate: ({ direction, raise_at, clear_at }) => {
    if (clear_at === null || clear_at === undefined) return []
    if (raise_at === null || raise_at === undefined) return [unfounded]
    return (direction === 'above' ? clear_at > raise_at : clear_at < raise_at) ? [unsound] : []
  },
  onChange: async (ctx: Ctx, changes) => {
    const monitors = new Set(changes.flatMap(({ before, after }) => [before, after].flatMap((row) => row?.values.monitor ?? [])))
    await touch(ctx, [...monitors])
    await settleMonitors(ctx, [...monitors])
  },
  catalogue: {
    sharing: 'unconditional',
    opening: 'none',
    openingTerms: { zh: '内部监管依据', en: 'For supervision within the administration' },
    cycle: 'irregular',
    duty: 'environment',
  },
})
