/**
 * Shapes are read without compiling code, which our content security policy forbids: zod would only try, be refused,
 * and leave a complaint in every console. It has to stand before the first import of zod.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
