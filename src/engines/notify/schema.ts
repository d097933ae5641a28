import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'

export const Message = z.object({
  id: z.string(),
  title: Text,
  body: Text,
  ref: z.string().nullable(),
  sentAt: z.string(),
  readAt: z.string().nullable(),
})
export type Message = z.infer<typeof Message>

export const Inbox = z.object({ items: z.array(Message), next: z.string().nullable(), unread: z.number().int() })
export type Inbox = z.infer<typeof Inbox>

/** Some messages by id, or all of them. */
export const MarkRead = z.union([z.object({ ids: z.array(z.uuid()).min(1).max(200) }), z.object({ all: z.literal(true) })])
export type MarkRead = z.infer<typeof MarkRead>
