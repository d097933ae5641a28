import { z } from 'zod'
import { route } from '#kernel'
import { verifyCode, verifyFile } from './papers.ts'
import { Verification } from './schema.ts'

export const routes = [
  route({
    method: 'GET',
    path: '/verify/:code',
    may: 'public',
    limits: { perMinute: 30 },
    summary: 'Is the paper with this code genuine? What a verifier may see of it',
    params: z.object({ code: z.string().min(1).max(80) }),
    reply: Verification,
    run: (ctx, { params }) => verifyCode(ctx, params.code),
  }),
  route({
    method: 'POST',
    path: '/verify',
    may: 'public',
    tx: 'none',
    upload: true,
    limits: { perMinute: 10, bytes: 21 * 1024 * 1024 },
    summary: 'Is this PDF (multipart field "file", with or without "code") one that was issued, unchanged?',
    reply: Verification,
    run: (ctx, { files }) => verifyFile(ctx, files()),
  }),
]
