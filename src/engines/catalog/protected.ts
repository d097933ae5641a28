import { byCapability, byOrganisation, byOwner, type ProtectedType } from '#kernel'

/** The directory itself is for all staff who read it; what stands in its tables is not. */
export const resourceType: ProtectedType = {
  type: 'catalog.resource',
  table: 'catalog.resource',
  key: 'id',
  visible: [byCapability('catalog.read')],
}

const bothSides = [
  byOrganisation('catalog.apply', 'consumer'),
  byOrganisation('catalog.approve', 'provider'),
  byOrganisation('catalog.steward', 'provider'),
  byCapability('catalog.arbitrate'),
]

/** An application is seen by those who ask, those who decide, and the data bureau. */
export const applicationType: ProtectedType = {
  type: 'catalog.application',
  table: 'catalog.application',
  key: 'id',
  visible: bothSides,
}
export const shareType: ProtectedType = { type: 'catalog.share', table: 'catalog.share', key: 'id', visible: bothSides }
export const correctionType: ProtectedType = {
  type: 'catalog.correction',
  table: 'catalog.correction',
  key: 'id',
  visible: [
    byOrganisation('catalog.steward', 'provider'),
    byOrganisation('catalog.apply', 'sender_unit'),
    byOwner('sender'),
    byCapability('catalog.arbitrate'),
  ],
}

export const exchangeType: ProtectedType = {
  type: 'catalog.exchange',
  table: 'catalog.exchange',
  key: 'id',
  visible: [byOrganisation('catalog.exchange', 'owner')],
}

export const databaseType: ProtectedType = {
  type: 'catalog.database',
  table: 'catalog.database',
  key: 'id',
  visible: [byOrganisation('catalog.exchange', 'owner')],
}
