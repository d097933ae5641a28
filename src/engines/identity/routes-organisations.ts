import { route } from '#kernel'
import { z } from 'zod'
import {
  addOrganisation,
  changeOrganisation,
  closeOrganisation,
  moveOrganisation,
  organisationDetail,
} from './organisation-changes.ts'
import {
  NewOrganisation,
  Organisation,
  OrganisationClosing,
  OrganisationDetail,
  OrganisationMove,
  OrganisationPatch,
} from './schema.ts'

const may = 'identity.manage'
const params = z.object({ code: z.string().max(60) })

/** The tree of units, as it is kept by those who manage a part of it. */
export const organisationRoutes = [
  route({
    method: 'GET',
    path: '/organisations/:code',
    may,
    summary: 'One organisation: what hangs on it, and how it came to be as it is',
    params,
    reply: OrganisationDetail,
    run: (ctx, { params }) => organisationDetail(ctx, params.code),
  }),
  route({
    method: 'POST',
    path: '/organisations',
    may,
    summary: 'Add a unit under an organisation',
    body: NewOrganisation,
    reply: Organisation,
    run: (ctx, { body }) => addOrganisation(ctx, body),
  }),
  route({
    method: 'PATCH',
    path: '/organisations/:code',
    may,
    summary: 'Rename, close or open an organisation',
    params,
    body: OrganisationPatch,
    reply: Organisation,
    run: (ctx, { params, body }) => changeOrganisation(ctx, params.code, body),
  }),
  route({
    method: 'POST',
    path: '/organisations/:code/move',
    may,
    summary: 'Put an organisation under another, with all below it and everything that names it',
    params,
    body: OrganisationMove,
    reply: Organisation,
    run: (ctx, { params, body }) => moveOrganisation(ctx, params.code, body),
  }),
  route({
    method: 'POST',
    path: '/organisations/:code/close',
    may,
    summary: 'Close an organisation; a successor takes over accounts, roles and what is unfinished',
    params,
    body: OrganisationClosing,
    reply: Organisation,
    run: (ctx, { params, body }) => closeOrganisation(ctx, params.code, body),
  }),
]
