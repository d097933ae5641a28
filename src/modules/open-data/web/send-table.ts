import { ApiError } from '#kit/api.ts'
import { Draft } from '../schema.ts'

/** Description and file in one message; a refusal reads like any other. */
export async function sendTable(meta: object, file: File, language: string): Promise<Draft> {
  const form = new FormData()
  form.set('meta', JSON.stringify(meta))
  form.set('file', file, file.name)
  const answer = await fetch('/api/open-data/drafts', { method: 'POST', body: form, headers: { 'accept-language': language } })
  const body = (await answer.json()) as {
    code?: string
    detail?: string
    errors?: { path: string; code: string; message: string }[]
  }
  if (!answer.ok)
    throw new ApiError(
      answer.status,
      body.code ?? '',
      body.detail ?? '',
      (body.errors ?? []).map(({ path, code, message }) => ({ path, code, detail: message })),
    )
  return Draft.parse(body)
}
