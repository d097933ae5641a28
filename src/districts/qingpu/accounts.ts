/** 演示账号：one for each role of the story; they exist only in demo mode. Phones are from no one's range. */
const everywhere = (role: string) => ({ role, tree: 'all' as const })
const inArea = (role: string, path: string) => ({ role, tree: 'area' as const, path })
const inUnit = (role: string, path: string) => ({ role, tree: 'organisation' as const, path })

export const demo = {
  password: 'Qingpu-demo-2026',
  accounts: [
    {
      account: 'admin',
      name: '管理员 顾明',
      title: { zh: '系统管理员', en: 'Administrator' },
      kind: 'staff' as const,
      organisation: 'qingpu',
      grants: [everywhere('administrator')],
    },
    {
      account: 'dispatcher',
      name: '派遣员 陆敏',
      title: { zh: '派遣员', en: 'Dispatcher' },
      kind: 'staff' as const,
      organisation: 'grid_centre',
      grants: [everywhere('dispatcher')],
    },
    {
      account: 'agent12345',
      name: '话务员 沈洁',
      title: { zh: '12345话务员', en: '12345 agent' },
      kind: 'staff' as const,
      organisation: 'hotline',
      grants: [everywhere('hotline_agent')],
    },
    {
      account: 'patrol1',
      name: '巡查员 徐强',
      title: { zh: '巡查员（夏阳）', en: 'Patrol officer (Xiayang)' },
      kind: 'staff' as const,
      organisation: 'xiayang',
      grants: [inArea('patrol', '310118000000.310118001000')],
    },
    {
      account: 'patrol2',
      name: '巡查员 蔡军',
      title: { zh: '巡查员（朱家角）', en: 'Patrol officer (Zhujiajiao)' },
      kind: 'staff' as const,
      organisation: 'zhujiajiao',
      grants: [inArea('patrol', '310118000000.310118102000')],
    },
    {
      account: 'greening',
      name: '绿化经办 周莉',
      title: { zh: '绿化市容局经办人', en: 'Greening officer' },
      kind: 'staff' as const,
      organisation: 'greening',
      grants: [inUnit('unit_officer', 'qingpu.greening')],
    },
    {
      account: 'roads',
      name: '市政经办 吴涛',
      title: { zh: '市政养护经办人', en: 'Roads officer' },
      kind: 'staff' as const,
      organisation: 'roads',
      grants: [inUnit('unit_officer', 'qingpu.roads')],
    },
    {
      account: 'supervisor',
      name: '督办 钱国华',
      title: { zh: '督办领导', en: 'Supervisor' },
      kind: 'staff' as const,
      organisation: 'grid_centre',
      grants: [everywhere('supervisor')],
    },
    {
      account: 'environment',
      name: '环境监测 何静',
      title: { zh: '环境监测员', en: 'Environment officer' },
      kind: 'staff' as const,
      organisation: 'environment',
      grants: [everywhere('environment_officer'), inUnit('unit_officer', 'qingpu.environment')],
    },
    {
      account: 'resident',
      name: '陈阿婆',
      title: { zh: '居民', en: 'Resident' },
      kind: 'citizen' as const,
      phone: '19900000001',
      grants: [],
    },
  ],
}
