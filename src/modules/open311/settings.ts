import { z } from 'zod'
import { defineSettings, Text } from '#kernel'

/** What the discovery document says to people: whom to ask, and how to get a key. */
export const open311Settings = defineSettings('open311', z.object({ contact: Text, keys: Text }))
