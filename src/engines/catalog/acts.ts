import { actionTitles } from '#engines/audit'

export const acts = actionTitles({
  'catalog.enter': { zh: '信息资源编目', en: 'Entered a resource into the directory' },
  'catalog.change': { zh: '修改资源目录', en: 'Changed a resource in the directory' },
  'catalog.change-item': { zh: '修改信息项', en: 'Changed an item of a resource' },
  'catalog.open': { zh: '发布为开放数据', en: 'Published as open data' },
  'catalog.close': { zh: '停止开放', en: 'Withdrew from open data' },
  'catalog.apply': { zh: '申请共享数据', en: 'Applied for data' },
  'catalog.approve': { zh: '同意共享', en: 'Agreed to share' },
  'catalog.less': { zh: '建议缩小共享范围', en: 'Offered less' },
  'catalog.refuse': { zh: '不同意共享', en: 'Refused to share' },
  'catalog.accept': { zh: '接受提供方建议', en: 'Accepted an offer' },
  'catalog.resubmit': { zh: '补充理由再次申请', en: 'Explained and applied again' },
  'catalog.withdraw': { zh: '放弃申请', en: 'Gave an application up' },
  'catalog.appeal': { zh: '对不同意提出申诉', en: 'Appealed against a refusal' },
  'catalog.agree': { zh: '不再申诉', en: 'Left a refusal as it is' },
  'catalog.grant': { zh: '授权共享', en: 'Granted a share' },
  'catalog.uphold': { zh: '裁定维持不同意', en: 'Upheld a refusal' },
  'catalog.revoke': { zh: '收回共享授权', en: 'Revoked a share' },
  'catalog.call': { zh: '调用共享数据', en: 'Called shared data' },
  'catalog.download': { zh: '下载共享数据', en: 'Downloaded shared data' },
  'catalog.quota': { zh: '超出共享额度被拒', en: 'Refused: quota used up' },
})
