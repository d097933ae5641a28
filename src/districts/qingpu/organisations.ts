/** 青浦区的机构树（第一天）。Codes become ltree labels: lower-case letters, digits and `_`; a path is `qingpu.greening`. */

/** Street and town offices 街镇, in the order of their statistical codes. */
const towns = [
  ['xiayang', '夏阳街道', 'Xiayang Subdistrict'],
  ['yingpu', '盈浦街道', 'Yingpu Subdistrict'],
  ['xianghuaqiao', '香花桥街道', 'Xianghuaqiao Subdistrict'],
  ['zhujiajiao', '朱家角镇', 'Zhujiajiao Town'],
  ['liantang', '练塘镇', 'Liantang Town'],
  ['jinze', '金泽镇', 'Jinze Town'],
  ['zhaoxiang', '赵巷镇', 'Zhaoxiang Town'],
  ['xujing', '徐泾镇', 'Xujing Town'],
  ['huaxin', '华新镇', 'Huaxin Town'],
  ['chonggu', '重固镇', 'Chonggu Town'],
  ['baihe', '白鹤镇', 'Baihe Town'],
] as const

const departments = [
  ['grid_centre', '区城市运行管理中心', 'Urban Operations Centre'],
  ['data_office', '区数据局（大数据中心）', 'Data Bureau'],
  ['hotline', '区12345热线办', '12345 Hotline Office'],
  ['greening', '区绿化市容局', 'Greening and City Appearance Bureau'],
  ['roads', '区城管执法局（市政养护）', 'Urban Management Bureau (road maintenance)'],
  ['water', '区水务局', 'Water Authority'],
  ['environment', '区生态环境局', 'Ecology and Environment Bureau'],
  ['market', '区市场监管局', 'Market Regulation Bureau'],
  ['police', '公安青浦分局', 'Public Security Sub-bureau'],
  ['housing', '区房管局', 'Housing Bureau'],
  ['construction', '区建设管理委', 'Construction Commission'],
  ['transport', '区交通委', 'Transport Commission'],
  ['emergency', '区应急局', 'Emergency Bureau'],
  ['health', '区卫生健康委', 'Health Commission'],
  ['civil_affairs', '区民政局', 'Civil Affairs Bureau'],
  ['fire', '区消防救援支队', 'Fire and Rescue Detachment'],
  ['social_security', '区人力资源社会保障局', 'Human Resources and Social Security Bureau'],
  ['tax', '区税务局', 'Tax Bureau'],
  ['science', '区科委（信用办）', 'Science and Technology Commission (Credit Office)'],
  ['education', '区教育局', 'Education Bureau'],
  ['culture', '区文化旅游局', 'Culture and Tourism Bureau'],
] as const

/** 征信机构：outside the government, here because they ask under a subject's consent and are held to it. */
const agencies = [['puxin_credit', '浦信征信（演示）', 'Puxin Credit (demo)']] as const

const unit =
  (kind: string) =>
  ([code, zh, en]: readonly [string, string, string]) => ({ code, kind, name: { zh, en } })

export const organisations = {
  code: 'qingpu',
  kind: 'district',
  name: { zh: '青浦区', en: 'Qingpu District' },
  units: [...departments.map(unit('department')), ...towns.map(unit('town')), ...agencies.map(unit('credit-agency'))],
}
