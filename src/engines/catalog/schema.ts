/** Shapes of the directory, by topic. */
export * from './schema-directory.ts'
export * from './schema-sharing.ts'
export * from './schema-quality.ts'
export * from './schema-lineage.ts'
export * from './schema-exchange.ts'
export * from './schema-databases.ts'
