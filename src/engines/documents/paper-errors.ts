import { defineError } from '#kernel'

export const noPaperSent = defineError('invalid', 'no_paper', {
  zh: '没有收到文件。请选择要核验的 PDF 文件。',
  en: 'No file arrived. Choose the PDF you want to check.',
})
export const paperTooLarge = defineError('too_large', 'paper_too_large', {
  zh: '文件超过 {megabytes} MB，不会是本平台出具的文书。',
  en: 'The file has more than {megabytes} MB; no paper issued here is that large.',
})
export const paperRevokedAlready = defineError('conflict', 'paper_already_revoked', {
  zh: '这份文书已于此前撤销。',
  en: 'This paper was revoked before.',
})
