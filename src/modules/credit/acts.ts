import { actionTitles } from '#engines/audit'

export const acts = actionTitles({
  'credit.hand-in': { zh: '报送信用信息', en: 'Handed in credit records' },
  'credit.consent': { zh: '授权征信机构查询', en: 'Gave an agency consent' },
  'credit.verified-self': { zh: '经人口库核验绑定本人', en: 'Verified against the population registry' },
  'credit.withdraw-consent': { zh: '撤回查询授权', en: 'Took a consent back' },
  'credit.decide-claim': { zh: '确认办事人', en: 'Decided on a representative' },
  'credit.notice': { zh: '告知拟列入名单', en: 'Notified of a listing' },
  'credit.enter-list': { zh: '列入严重失信主体名单', en: 'Entered on a list' },
  'credit.exit-list': { zh: '移出严重失信主体名单', en: 'Took off a list' },
  'credit.drop-notice': { zh: '不予列入名单', en: 'Did not list' },
  'credit.make-measure': { zh: '设立奖惩措施', en: 'Made a measure' },
  'credit.feed-back': { zh: '反馈措施执行', en: 'Reported on a measure' },
  'credit.make-batches': { zh: '生成上报批次', en: 'Made batches' },
  'credit.read-receipt': { zh: '读入上报回执', en: 'Read a receipt' },
})
