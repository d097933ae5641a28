import { byCapability, byOrganisation, byOwner, type ProtectedType } from '#kernel'
import { isPublished } from './store-visible.ts'

/** Everybody sees what is published; what is on its way is seen by who hands it in, their department's desk and the open data office. */
export const datasetType: ProtectedType = {
  type: 'open-data.dataset',
  table: 'open_data.dataset',
  key: 'id',
  visible: [
    isPublished,
    byOwner('provider_account'),
    byOrganisation('open-data.publish', 'publisher_path'),
    byCapability('open-data.review'),
  ],
}
