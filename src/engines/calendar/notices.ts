import type { Text } from '#kernel'

/** One festival of a notice: the days off in a row, and the weekend days worked in exchange. */
export interface Festival {
  name: Text
  /** First and last day off, `YYYY-MM-DD`, both included. */
  from: string
  to: string
  /** Make-up workdays 调休上班. */
  workdays: string[]
}

/**
 * A year's notice of the General Office of the State Council 国务院办公厅关于部分节假日安排的通知. It is published in the
 * autumn before; it may also change days of the December before, so that a day belongs to whichever notice names it last.
 */
export interface Notice {
  year: number
  number: string
  publishedOn: string
  festivals: readonly Festival[]
}

const newYear = { zh: '元旦', en: 'New Year’s Day' }
const springFestival = { zh: '春节', en: 'Spring Festival' }
const qingming = { zh: '清明节', en: 'Qingming Festival' }
const labourDay = { zh: '劳动节', en: 'Labour Day' }
const dragonBoat = { zh: '端午节', en: 'Dragon Boat Festival' }
const midAutumn = { zh: '中秋节', en: 'Mid-Autumn Festival' }
const nationalDay = { zh: '国庆节', en: 'National Day' }

const known = [newYear, springFestival, qingming, labourDay, dragonBoat, midAutumn, nationalDay]
/** A festival's name in both languages, also where two are held as one: 国庆节、中秋节. */
export const festivalNames = (zh: string): Text => {
  const parts = zh.split('、').map((part) => known.find((name) => name.zh.startsWith(part.replace(/节$/, '')))?.en ?? part)
  return { zh, en: parts.join(' and ') }
}

const festival = (name: Text, from: string, to: string, ...workdays: string[]): Festival => ({ name, from, to, workdays })

/** What has been published. A year that is not here is refused, never guessed. */
export const notices: readonly Notice[] = [
  {
    year: 2024,
    number: '国办发明电〔2023〕7号',
    publishedOn: '2023-10-25',
    festivals: [
      festival(newYear, '2024-01-01', '2024-01-01'),
      festival(springFestival, '2024-02-10', '2024-02-17', '2024-02-04', '2024-02-18'),
      festival(qingming, '2024-04-04', '2024-04-06', '2024-04-07'),
      festival(labourDay, '2024-05-01', '2024-05-05', '2024-04-28', '2024-05-11'),
      festival(dragonBoat, '2024-06-10', '2024-06-10'),
      festival(midAutumn, '2024-09-15', '2024-09-17', '2024-09-14'),
      festival(nationalDay, '2024-10-01', '2024-10-07', '2024-09-29', '2024-10-12'),
    ],
  },
  {
    year: 2025,
    number: '国办发明电〔2024〕12号',
    publishedOn: '2024-11-12',
    festivals: [
      festival(newYear, '2025-01-01', '2025-01-01'),
      festival(springFestival, '2025-01-28', '2025-02-04', '2025-01-26', '2025-02-08'),
      festival(qingming, '2025-04-04', '2025-04-06'),
      festival(labourDay, '2025-05-01', '2025-05-05', '2025-04-27'),
      festival(dragonBoat, '2025-05-31', '2025-06-02'),
      festival(
        { zh: '国庆节、中秋节', en: 'National Day and Mid-Autumn Festival' },
        '2025-10-01',
        '2025-10-08',
        '2025-09-28',
        '2025-10-11',
      ),
    ],
  },
  {
    year: 2026,
    number: '国办发明电〔2025〕7号',
    publishedOn: '2025-11-04',
    festivals: [
      festival(newYear, '2026-01-01', '2026-01-03', '2026-01-04'),
      festival(springFestival, '2026-02-15', '2026-02-23', '2026-02-14', '2026-02-28'),
      festival(qingming, '2026-04-04', '2026-04-06'),
      festival(labourDay, '2026-05-01', '2026-05-05', '2026-05-09'),
      festival(dragonBoat, '2026-06-19', '2026-06-21'),
      festival(midAutumn, '2026-09-25', '2026-09-27'),
      festival(nationalDay, '2026-10-01', '2026-10-07', '2026-09-20', '2026-10-10'),
    ],
  },
]
