/**
 * 事件与部件类别 (GB/T 30428.2). Event class 01 with small classes 01–07 is the national table as observed in use; every class marked
 * `local` is numbered by the district and may differ from other cities, as small-class lists do.
 */
const text = (zh: string, en: string) => ({ zh, en })

interface Small {
  code: string
  title: { zh: string; en: string }
  local?: boolean
  open?: boolean
  hint?: { zh: string; en: string }
  attributes?: object[]
}

/** Small classes in the order of their codes; `from` is the first code. */
const list = (
  rows: readonly (readonly [zh: string, en: string, more?: Partial<Small>])[],
  shared: Partial<Small> = {},
  from = 1,
): Small[] =>
  rows.map(([zh, en, more], index) => ({ code: String(from + index).padStart(2, '0'), title: text(zh, en), ...shared, ...more }))

const amount = {
  code: 'amount',
  datatype: 'singlevaluelist',
  required: false,
  description: text('大约有多少', 'About how much'),
  values: [
    { key: 'bag', name: text('一两袋', 'One or two bags') },
    { key: 'heap', name: text('一堆（一辆三轮车能装下）', 'A heap (a tricycle load)') },
    { key: 'truck', name: text('一车以上', 'A truckload or more') },
  ],
}
const burning = {
  code: 'burning',
  datatype: 'multivaluelist',
  required: false,
  description: text('在烧什么', 'What is burning'),
  values: [
    { key: 'leaves', name: text('树叶、秸秆', 'Leaves, straw') },
    { key: 'rubbish', name: text('垃圾', 'Rubbish') },
    { key: 'other', name: text('其他', 'Something else') },
  ],
}
const depth = {
  code: 'depth_cm',
  datatype: 'number',
  required: false,
  description: text('水深或坑深（厘米）', 'Depth in centimetres'),
  hint: text('估计即可', 'A guess will do'),
}
const since = { code: 'since', datatype: 'datetime', required: false, description: text('从什么时候开始', 'Since when') }
const pole = {
  code: 'pole_number',
  datatype: 'string',
  required: false,
  description: text('杆号', 'Number on the pole'),
  hint: text('贴在灯杆一人高处', 'On a plate at eye level'),
}
const danger = {
  code: 'danger',
  datatype: 'singlevaluelist',
  required: true,
  description: text('会不会伤到人', 'Can it hurt anybody'),
  values: [
    { key: 'yes', name: text('会', 'Yes') },
    { key: 'no', name: text('暂时不会', 'Not for now') },
  ],
}

const local = { local: true }

export const categories = [
  {
    kind: 'event',
    code: '01',
    title: text('市容环境', 'City appearance'),
    small: [
      ...list([
        ['私搭乱建', 'Illegal building'],
        ['暴露垃圾', 'Exposed rubbish', { attributes: [amount] }],
        ['建筑垃圾渣土', 'Building waste', { attributes: [amount] }],
        ['道路保洁', 'Dirty road'],
        ['绿地保洁', 'Dirty green space'],
        ['绿地养护', 'Green space neglected'],
        ['焚烧垃圾、树叶', 'Burning in the open', { attributes: [burning] }],
      ]),
      ...list(
        [
          ['水域不洁', 'Dirty water surface'],
          ['乱倒污水', 'Waste water poured out'],
          ['油烟污染', 'Cooking fumes', { attributes: [since] }],
        ],
        local,
        8,
      ),
    ],
  },
  {
    kind: 'event',
    code: '02',
    ...local,
    title: text('宣传广告', 'Advertisements'),
    small: list([
      ['非法小广告', 'Illegal stickers'],
      ['违规户外广告', 'Illegal billboard'],
      ['占道广告牌', 'Signboard in the way'],
    ]),
  },
  {
    kind: 'event',
    code: '03',
    ...local,
    title: text('施工管理', 'Building sites'),
    small: list([
      ['施工扬尘', 'Dust from a site'],
      ['夜间施工噪声', 'Noise from a site at night', { attributes: [since] }],
      ['工程车带泥上路', 'Mud on the road'],
      ['施工占道', 'Site blocks the way'],
    ]),
  },
  {
    kind: 'event',
    code: '04',
    ...local,
    title: text('突发事件', 'Sudden events'),
    small: list([
      ['路面塌陷', 'Road has sunk in', { attributes: [danger, depth] }],
      ['管道破裂', 'Burst pipe', { attributes: [danger] }],
      ['道路积水', 'Flooded road', { attributes: [depth] }],
      ['树木倒伏', 'Fallen tree', { attributes: [danger] }],
      [
        '燃气泄漏',
        'Gas leak',
        { attributes: [danger], hint: text('请先离开并拨打 962777', 'Leave the place and call 962777 first') },
      ],
    ]),
  },
  {
    kind: 'event',
    code: '05',
    ...local,
    title: text('街面秩序', 'Street order'),
    small: list([
      ['占道经营', 'Trading on the road'],
      ['店外经营', 'Trading outside the shop'],
      ['机动车乱停放', 'Car parked badly'],
      ['非机动车乱停放', 'Bicycles parked badly'],
      ['露天烧烤', 'Open-air barbecue'],
    ]),
  },
  {
    kind: 'event',
    code: '06',
    ...local,
    title: text('生态环境', 'Environment'),
    small: list([
      ['废气超标', 'Exhaust above its limit', { open: false }],
      ['废水超标', 'Waste water above its limit', { open: false }],
      ['噪声超标', 'Noise above its limit', { open: false }],
      ['异味', 'Bad smell', { attributes: [since] }],
      ['河道水体污染', 'Polluted river', { attributes: [since] }],
      ['监测设备异常', 'Monitor out of order', { open: false }],
    ]),
  },
  {
    kind: 'component',
    code: '01',
    ...local,
    title: text('公用设施', 'Public utilities'),
    small: list([
      ['上水井盖', 'Water cover', { attributes: [danger] }],
      ['污水井盖', 'Sewer cover', { attributes: [danger] }],
      ['雨水井盖', 'Storm drain cover', { attributes: [danger] }],
      ['雨水箅子', 'Drain grating'],
      ['电力井盖', 'Power cover', { attributes: [danger] }],
      ['路灯', 'Street lamp', { attributes: [pole] }],
      ['消火栓', 'Fire hydrant'],
    ]),
  },
  {
    kind: 'component',
    code: '02',
    ...local,
    title: text('道路交通设施', 'Road and traffic'),
    small: list([
      ['道路破损', 'Broken road surface', { attributes: [depth] }],
      ['交通标志牌', 'Traffic sign'],
      ['交通信号灯', 'Traffic light'],
      ['护栏', 'Railing'],
      ['公交站亭', 'Bus shelter'],
    ]),
  },
  {
    kind: 'component',
    code: '03',
    ...local,
    title: text('市容环境设施', 'Sanitation'),
    small: list([
      ['公共厕所', 'Public toilet'],
      ['废物箱', 'Litter bin'],
      ['垃圾房', 'Rubbish house'],
    ]),
  },
  {
    kind: 'component',
    code: '04',
    ...local,
    title: text('园林绿化设施', 'Trees and greens'),
    small: list([
      ['行道树', 'Street tree'],
      ['护树设施', 'Tree guard'],
      ['绿地护栏', 'Green-space railing'],
    ]),
  },
  {
    kind: 'component',
    code: '05',
    ...local,
    title: text('房屋土地', 'Houses and land'),
    small: list([
      ['宣传栏', 'Notice board'],
      ['外墙空调架', 'Air-conditioner bracket', { attributes: [danger] }],
    ]),
  },
  {
    kind: 'component',
    code: '06',
    ...local,
    title: text('其他部件', 'Other components'),
    small: list([
      ['健身设施', 'Exercise equipment'],
      ['水域附属设施', 'Structures at the water'],
    ]),
  },
]

/** `event-01 市容环境`: what the codes of the summed-up cases mean. */
export const familyCodes = categories.map(({ kind, code, title }) => `${kind}-${code} ${title.zh}`).join('、')
