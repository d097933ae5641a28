import { route } from '#kernel'
import { z } from 'zod'
import { demoAccounts, platformFacts, register, whoAmI } from './accounts.ts'
import { listOrganisations } from './organisations.ts'
import { DemoAccount, Me, Organisation, PlatformFacts, Registration, Setup, SignedIn, SignIn } from './schema.ts'
import { setUp, setupNeeded } from './setup.ts'
import { signIn, signOut } from './sign-in.ts'

const Items = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })

export const publicRoutes = [
  route({
    method: 'POST',
    path: '/sign-in',
    may: 'public',
    summary: 'Sign in with account, password and, where the account uses them, a one-time code',
    tx: 'none',
    limits: { perMinute: 300, bytes: 4096 },
    body: SignIn,
    reply: SignedIn,
    run: (ctx, { body, headers }) => signIn(ctx, body, headers),
  }),
  route({ method: 'POST', path: '/sign-out', may: 'public', summary: 'End this session', run: signOut }),
  route({ method: 'GET', path: '/me', may: 'signed-in', summary: 'Who I am and what I may do', reply: Me, run: whoAmI }),
  route({
    method: 'GET',
    path: '/platform',
    may: 'public',
    summary: 'Name of the platform, and where its map opens',
    reply: PlatformFacts,
    run: platformFacts,
  }),
  route({
    method: 'GET',
    path: '/demo-accounts',
    may: 'public',
    summary: 'The demo’s accounts; empty outside demo mode',
    reply: Items(DemoAccount),
    run: async (ctx) => ({ items: await demoAccounts(ctx), next: null }),
  }),
  route({
    method: 'GET',
    path: '/setup',
    may: 'public',
    summary: 'Has the first administrator still to be made?',
    reply: z.object({ needed: z.boolean() }),
    run: setupNeeded,
  }),
  route({
    method: 'POST',
    path: '/setup',
    may: 'public',
    summary: 'Make the first administrator, with the code printed at start, and sign in',
    tx: 'none',
    limits: { perMinute: 5, bytes: 4096 },
    body: Setup,
    reply: SignedIn,
    run: async (ctx, { body, headers }) => {
      await setUp(ctx, body)
      return signIn(ctx, body, headers)
    },
  }),
  route({
    method: 'POST',
    path: '/register',
    may: 'public',
    summary: 'A resident makes an account',
    tx: 'none',
    limits: { perMinute: 30, bytes: 4096 },
    body: Registration,
    reply: z.object({ id: z.string() }),
    run: (ctx, { body }) => register(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/organisations',
    may: 'signed-in',
    summary: 'The tree of organisations, parents before their units',
    reply: Items(Organisation),
    run: async (ctx) => ({ items: await listOrganisations(ctx), next: null }),
  }),
]
