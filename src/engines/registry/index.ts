export { defineRegistry, registryOf, type Registry, type RegistryField } from './definition.ts'
export { legalEntities, population } from './base.ts'
export { registry } from './module.ts'
export { SubjectWarning, subjectWarnings } from './warnings.ts'
