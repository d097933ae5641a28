/** How the base registries are matched: their fields as the specifications read them, and what is believed before they have learned. */
import type { FieldValues, Matching } from './definition.ts'
import { startingWeights } from './matching/judge.ts'
import { legalEntities } from './matching/legal-entity.ts'
import { population } from './matching/population.ts'

const rare = 2e-6

export const populationMatching: Matching = {
  spec: population,
  raw: (values: FieldValues) => ({ ...values, idNumber: values['id_number'] }),
  fields: { id: 'id_number', home: 'address' },
  // A district of some hundred thousand residents; rounded from a run over made ones.
  starting: startingWeights(population, {
    prior: -17,
    u: {
      id: [1e-9, 1e-6, 0.044, 0.956],
      name: [2e-5, 1e-5, 1.7e-4, 7e-4, 2.6e-4, 3.1e-2, 0.97],
      birth: [3.4e-5, 1.3e-5, 1.3e-3, 1.3e-2, 0.985],
      sex: [0.51, 0.49],
      phone: [rare, 20 * rare, 1],
      home: [1e-5, 1e-4, 1e-3, 2e-2, 0.98],
    },
    together: [-13, -3.5, -5],
  }),
}

export const legalEntityMatching: Matching = {
  spec: legalEntities,
  raw: (values: FieldValues) => ({ ...values, creditCode: values['credit_code'], person: values['representative'] }),
  fields: { code: 'credit_code', kernel: 'name', person: 'representative', home: 'address' },
  starting: startingWeights(legalEntities, {
    prior: -15,
    u: {
      code: [1e-9, 1e-6, 0.05, 0.95],
      kernel: [3e-5, 2e-4, 5e-3, 0.995],
      person: [5e-4, 0.9995],
      phone: [1e-5, 2e-5, 1],
      home: [2e-5, 2e-4, 5e-3, 5e-2, 0.94],
      kind: [0.5, 0.5],
    },
    together: [-5, -5, -8],
  }),
}
