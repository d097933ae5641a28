import { defineError } from '#kernel'

export const noFile = defineError('invalid', 'no_file', {
  zh: '没有收到文件。请选择一个文件，以 multipart/form-data 的 file 字段提交。',
  en: 'No file arrived. Choose one and send it as the field "file" of multipart/form-data.',
})
export const tooManyFiles = defineError('invalid', 'one_file_at_a_time', {
  zh: '一次只能上传一个文件，请分开提交。',
  en: 'Send one file at a time.',
})
export const kindNotTaken = defineError('unsupported', 'file_kind_not_taken', {
  zh: '这种文件（{found}）不能上传。可以上传：{taken}。',
  en: 'Files of this kind ({found}) cannot be uploaded. You can upload: {taken}.',
})
export const fileTooLarge = defineError('too_large', 'file_too_large', {
  zh: '文件太大：{kind} 最大 {megabytes} MB。请压缩后再传。',
  en: 'The file is too large: {kind} may have {megabytes} MB. Please make it smaller and try again.',
})
export const fileBroken = defineError('invalid', 'file_broken', {
  zh: '文件不完整或已损坏，打不开。请重新拍摄或另存后再传。',
  en: 'The file is incomplete or damaged. Please take or save it again and retry.',
})
export const filesNotUsable = defineError('conflict', 'files_not_usable', {
  zh: '有 {count} 个附件已过期或不是您上传的，请重新上传。',
  en: '{count} of the attachments have expired or were not uploaded by you. Please upload them again.',
})
export const tooManyAttached = defineError('conflict', 'too_many_attached', {
  zh: '附件太多：最多 {most} 个。',
  en: 'Too many attachments: at most {most}.',
})
