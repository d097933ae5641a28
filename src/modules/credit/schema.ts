// What this room says and hears, by topic; pages and other code take it from here.
export * from './base/schema.ts'
export * from './listing/schema.ts'
export * from './matters/schema.ts'
export * from './own/schema.ts'
export * from './upward/schema.ts'
