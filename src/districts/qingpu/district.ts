import type { District } from '#kernel'

/** 青浦区: what is true only here, as data. */
export const qingpu: District = {
  id: 'qingpu',
  title: { zh: '青浦区', en: 'Qingpu District' },
  timeZone: 'Asia/Shanghai',
  settings: {
    calendar: { hours: [['08:30', '11:30'], ['13:30', '17:30']] },
  },
}
