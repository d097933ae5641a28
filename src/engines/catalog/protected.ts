import { byCapability, type ProtectedType } from '#kernel'

/** The directory itself is for all staff who read it; what stands in its tables is not. */
export const resourceType: ProtectedType = {
  type: 'catalog.resource',
  table: 'catalog.resource',
  key: 'id',
  visible: [byCapability('catalog.read')],
}
