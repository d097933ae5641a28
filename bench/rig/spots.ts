import type { Client } from '../../simulator/client.ts'

interface Area {
  path: string
  label: { lon: number; lat: number }
}

/** Points in the area that a patrol officer walks, all of them: only there may that officer verify. */
export async function patrolled(patrol: Client): Promise<{ under: string; spots: Area['label'][] }> {
  const { grants } = (await patrol.must('GET', '/api/identity/me')) as { grants: { tree: string; path?: string }[] }
  const under = grants.find(({ tree }) => tree === 'area')?.path ?? ''
  const code = under.split('.').at(-1)
  const { items } = (await patrol.must('GET', `/api/geo/areas?kind=grid&limit=200&under=${code}`)) as { items: Area[] }
  return { under, spots: items.map(({ label }) => label) }
}
