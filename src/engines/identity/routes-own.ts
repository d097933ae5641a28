import { route } from '#kernel'
import { z } from 'zod'
import { changeMe, changePassword, confirmTotp, disableTotp, endSession, enrolTotp, mySessions } from './own.ts'
import { Me, MyPatch, Password, Session, SignedIn } from './schema.ts'

const GUARDED = { perMinute: 20, bytes: 4096 }
const OwnPassword = z.object({ password: Password })

/** What people do with their own account. */
export const ownRoutes = [
  route({
    method: 'PATCH',
    path: '/me',
    may: 'signed-in',
    summary: 'Change my name, language or telephone',
    body: MyPatch,
    reply: Me,
    run: (ctx, { body }) => changeMe(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/me/password',
    may: 'signed-in',
    summary: 'Change my password; my other sessions end',
    tx: 'none',
    limits: GUARDED,
    body: z.object({ password: Password, newPassword: Password }),
    reply: SignedIn,
    run: (ctx, { body, headers }) => changePassword(ctx, body, headers),
  }),
  route({
    method: 'POST',
    path: '/me/totp',
    may: 'signed-in',
    summary: 'Begin with one-time codes: the secret for the authenticator and the back-up codes',
    tx: 'none',
    limits: GUARDED,
    body: OwnPassword,
    reply: z.object({ uri: z.string(), backupCodes: z.array(z.string()) }),
    run: (ctx, { body, headers }) => enrolTotp(ctx, body.password, headers),
  }),
  route({
    method: 'POST',
    path: '/me/totp/confirm',
    may: 'signed-in',
    summary: 'Confirm one-time codes with the first of them',
    tx: 'none',
    limits: GUARDED,
    body: z.object({ code: z.string().regex(/^\d{6}$/) }),
    reply: SignedIn,
    run: (ctx, { body, headers }) => confirmTotp(ctx, body.code, headers),
  }),
  route({
    method: 'POST',
    path: '/me/totp/disable',
    may: 'signed-in',
    summary: 'Do without one-time codes again',
    tx: 'none',
    limits: GUARDED,
    body: OwnPassword,
    reply: SignedIn,
    run: (ctx, { body, headers }) => disableTotp(ctx, body.password, headers),
  }),
  route({
    method: 'GET',
    path: '/me/sessions',
    may: 'signed-in',
    summary: 'Where I am signed in',
    reply: z.object({ items: z.array(Session), next: z.null() }),
    run: async (ctx) => ({ items: await mySessions(ctx), next: null }),
  }),
  route({
    method: 'DELETE',
    path: '/me/sessions/:session',
    may: 'signed-in',
    summary: 'End one of my sessions, or with `others` all but this one',
    params: z.object({ session: z.union([z.uuid(), z.literal('others')]) }),
    reply: z.object({ ended: z.number().int() }),
    run: (ctx, { params }) => endSession(ctx, params.session),
  }),
]
