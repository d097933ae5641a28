import { actionTitles } from '#engines/audit'

export const acts = actionTitles({
  'open-data.begin': { zh: '登记拟开放数据集', en: 'Began an open dataset' },
  'open-data.describe': { zh: '修改开放数据集说明', en: 'Described an open dataset' },
  'open-data.plan': { zh: '调整隐私处理方案', en: 'Changed the privacy plan' },
  'open-data.submit': { zh: '提交开放数据集审核', en: 'Handed a dataset in' },
  'open-data.return': { zh: '退回开放数据集', en: 'Returned a dataset' },
  'open-data.publish': { zh: '开放数据集', en: 'Opened a dataset' },
  'open-data.withdraw': { zh: '撤下开放数据集', en: 'Withdrew a dataset' },
  'open-data.discard': { zh: '删除未开放的数据集', en: 'Threw a draft away' },
  'open-data.make-key': { zh: '申请开放数据密钥', en: 'Made an open data key' },
  'open-data.revoke-key': { zh: '停用开放数据密钥', en: 'Revoked an open data key' },
  'open-data.ask': { zh: '向数据提供方提问', en: 'Asked a provider' },
  'open-data.answer': { zh: '答复数据提问', en: 'Answered a question' },
  'open-data.hide-question': { zh: '隐藏数据提问', en: 'Hid a question' },
  'open-data.request': { zh: '提出数据需求', en: 'Asked for data' },
  'open-data.answer-request': { zh: '答复数据需求', en: 'Answered a data request' },
  'open-data.submit-reuse': { zh: '提交数据作品', en: 'Handed a reuse in' },
  'open-data.decide-reuse': { zh: '审核数据作品', en: 'Decided on a reuse' },
})
