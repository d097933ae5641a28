import { mapLayer } from '#engines/geo'
import { caseRef, casesIn, categoryShown } from '#engines/cases'

/** Open cases on the map: state by fill, overdue by its own mark. */
export const casesLayer = mapLayer({
  id: 'cases',
  title: { zh: '案件', en: 'Cases' },
  kind: 'point',
  may: 'cases.read',
  minZoom: 8,
  features: async (ctx, { bbox, limit }) =>
    (await casesIn(ctx, bbox, limit)).map((row) => {
      const overdue = row.suspended_at === null && row.due_at !== null && row.due_at < ctx.now
      const { title, family } = categoryShown(ctx.house, row.category)
      return {
        ref: caseRef(row.id),
        geometry: { type: 'Point', coordinates: [row.lon, row.lat] },
        properties: {
          number: row.number,
          state: row.state,
          category: row.category,
          family: family.code,
          title_zh: title.zh,
          title_en: title.en,
          overdue,
          suspended: row.suspended_at !== null,
          channel: row.channel,
        },
      }
    }),
})
