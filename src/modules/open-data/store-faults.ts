/** What a caller's SQL may do wrong (classes 22 and 42) or too slowly (57014); the rest is ours. */
export const isBadQuery = (error: unknown): error is Error =>
  error instanceof Error &&
  typeof (error as { code?: unknown }).code === 'string' &&
  /^(22|42|57014)/.test((error as unknown as { code: string }).code)
