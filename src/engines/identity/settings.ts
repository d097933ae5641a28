import { defineSettings, Text } from '#kernel'
import { z } from 'zod'

const Code = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and _')

interface OrganisationSeed {
  code: string
  kind: string
  name: Text
  units?: OrganisationSeed[] | undefined
}
const OrganisationSeed: z.ZodType<OrganisationSeed> = z.object({
  code: Code,
  kind: z.string(),
  name: Text,
  get units() {
    return z.array(OrganisationSeed).optional()
  },
})
/** The tree of units as it stands on the first day; later changes are made on the page. */
export const organisationSettings = defineSettings('identity.organisations', OrganisationSeed)
export type { OrganisationSeed }

/**
 * A role is a named list of capabilities: exact names (`cases.dispatch`), or `room.*` for all of a room, or `*`.
 * An entry that matches no declared capability is a mistake and refused at boot.
 */
export const Role = z.object({
  title: Text,
  may: z.array(z.string().regex(/^(\*|[a-z0-9-]+\.(\*|[a-z0-9-]+))$/)),
  /** Roles that its holder gives and takes over the same part of the district without holding what they may. */
  gives: z.array(z.string()).optional(),
})
export type Role = z.infer<typeof Role>
export const roleSettings = defineSettings(
  'identity.roles',
  z.object({ firstAdministrator: z.string(), roles: z.record(z.string(), Role) }),
)

const GrantSeed = z.object({ role: z.string(), tree: z.enum(['all', 'organisation', 'area']), path: z.string().optional() })
export const demoSettings = defineSettings(
  'identity.demo',
  z.object({
    password: z.string(),
    accounts: z.array(
      z.object({
        account: z.string(),
        name: z.string(),
        title: Text,
        kind: z.enum(['staff', 'citizen']),
        organisation: z.string().optional(),
        phone: z.string().optional(),
        grants: z.array(GrantSeed),
      }),
    ),
  }),
)

/** What every page needs before anyone has signed in: the platform's name and where its map opens. */
export const platformSettings = defineSettings(
  'identity.platform',
  z.object({
    title: Text,
    map: z.object({
      centre: z.tuple([z.number(), z.number()]),
      zoom: z.number(),
      bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      /** A raster base map (天地图 WMTS and the like); absent: the district's own schematic. */
      base: z.object({ tiles: z.array(z.string()), attribution: z.string() }).optional(),
    }),
  }),
)
