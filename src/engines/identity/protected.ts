import { byOrganisation, byOwner, type ProtectedType } from '#kernel'

/** An account is seen by those who manage its organisation, and by the person. */
export const accountType: ProtectedType = {
  type: 'identity.account',
  table: 'identity.user_account',
  key: 'id',
  visible: [byOrganisation('identity.manage', 'organisation'), byOwner('id')],
}

/** Another system's key: by those who manage keys of its organisation. */
export const clientType: ProtectedType = {
  type: 'identity.client',
  table: 'identity.client',
  key: 'id',
  visible: [byOrganisation('identity.manage-clients', 'organisation')],
}
