import { defineError } from '#kernel'

export const columnUnknown = defineError('invalid', 'column_unknown', {
  zh: '没有“{column}”这个信息项。可用的信息项见该资源的字段说明。',
  en: 'There is no item “{column}”. The resource’s page lists its items.',
})
export const valueWrong = defineError('invalid', 'value_wrong', {
  zh: '“{column}”是{type}，“{value}”不是这种值。请按字段类型填写。',
  en: '“{column}” holds {type}; “{value}” is no such value. Give one of its type.',
})
export const cursorWrong = defineError('invalid', 'cursor_wrong', {
  zh: '翻页标记已不适用，请从第一页重新开始。',
  en: 'This place in the list is no longer valid; begin with the first page again.',
})
export const noRows = defineError('conflict', 'no_rows', {
  zh: '该资源没有可逐行读取的库表，只能下载或访问原地址。',
  en: 'This resource has no table that can be read by rows; download it or go to its address.',
})
export const basisMissing = defineError('invalid', 'basis_missing', {
  zh: '有条件共享须写明共享条件，不予共享须写明法律、行政法规或党中央、国务院政策依据。',
  en: 'Say the condition of conditional sharing, or the legal basis of refusing to share.',
})
export const classUnknown = defineError('invalid', 'class_unknown', {
  zh: '没有分类“{code}”。请从信息资源分类中选择。',
  en: 'There is no class “{code}”. Choose one of the directory’s classes.',
})
export const declaredElsewhere = defineError('conflict', 'declared_elsewhere', {
  zh: '该资源由系统自动编目，名称和信息项随系统更新；这里只能改共享、开放、周期、标签和说明。',
  en: 'The platform declares this resource itself; only sharing, opening, cycle, tags and description are changed here.',
})
export const relatedCircular = defineError('conflict', 'related_circular', {
  zh: '不能这样关联：“{from}”本来就来自“{to}”，会形成循环。请去掉其中一个方向。',
  en: 'This cannot be linked: “{from}” already comes from “{to}”, so the chain would close on itself. Remove one direction.',
})
export const relatedUnknown = defineError('invalid', 'related_unknown', {
  zh: '目录中没有代码为“{code}”的资源。',
  en: 'The directory holds no resource with the code “{code}”.',
})
export const tableEmpty = defineError('invalid', 'table_empty', {
  zh: '文件里没有数据行。请检查第一行是否为表头、其后是否有数据。',
  en: 'The file holds no rows. Check that the first line is the header and that rows follow.',
})
export const headerWrong = defineError('invalid', 'header_wrong', {
  zh: '表头有误：{why}。请修改文件第一行后重新上传。',
  en: 'The header is not right: {why}. Correct the file’s first line and send it again.',
})
export const fileMissing = defineError('invalid', 'file_missing', {
  zh: '没有收到文件。请选择一个 csv 或 xlsx 文件。',
  en: 'No file arrived. Choose a csv or xlsx file.',
})
export const openForbidden = defineError('conflict', 'open_forbidden', {
  zh: '该资源的开放属性是“不予开放”。请先按规定调整开放属性，再发布。',
  en: 'This resource is marked as not open. Change that first, by the rules, then publish.',
})
export const faultyCells = defineError('invalid', 'faulty_cells', {
  zh: '第 {line} 行第 {column} 列不能作为数据（{code}：公式、合并单元格、列数不符等）。请改成普通数值后重新上传，本次没有写入任何数据。',
  en: 'Line {line}, column {column} cannot be taken as data ({code}: a formula, a merged cell, a torn line). Make it a plain value and send the file again; nothing was entered.',
})

export const notShared = defineError('conflict', 'not_shared', {
  zh: '该资源不予共享，不能申请。依据：{basis}。如认为依据不当，请联系区数据局。',
  en: 'This resource is not shared and cannot be applied for. Basis: {basis}. If you think the basis does not hold, ask the data bureau.',
})
export const howNotOffered = defineError('invalid', 'how_not_offered', {
  zh: '该资源不提供这种共享方式。可选：{ways}。',
  en: 'This resource is not delivered in this way. It offers: {ways}.',
})
export const fieldUnaccounted = defineError('invalid', 'field_unaccounted', {
  zh: '含个人信息的“{fields}”与所写用途没有关联。请写明为何需要，或去掉这些信息项（最小够用原则）。',
  en: 'The stated purpose does not account for the personal items “{fields}”. Say why each is needed, or leave them out.',
})
export const expiryWrong = defineError('invalid', 'expiry_wrong', {
  zh: '使用期限须在今天之后、两年以内；到期可续。',
  en: 'The share must end after today and within two years; it can be renewed.',
})
export const noConsumer = defineError('conflict', 'no_consumer', {
  zh: '您的账号没有所属单位，不能代表单位申请。请联系本单位管理员。',
  en: 'Your account belongs to no unit that could apply. Ask your administrator.',
})
export const ownResource = defineError('conflict', 'own_resource', {
  zh: '这是本单位自己的资源，无需申请。',
  en: 'This resource is your own unit’s; there is nothing to apply for.',
})
export const moreThanAsked = defineError('invalid', 'more_than_asked', {
  zh: '授权不能多于申请：{what}。',
  en: 'What is granted cannot be more than was asked for: {what}.',
})
export const termsMissing = defineError('invalid', 'terms_missing', {
  zh: '请写明拟提供的信息项、范围、额度和期限。',
  en: 'Say what you offer instead: items, rows, quota, end.',
})
export const whyMissing = defineError('invalid', 'why_missing', {
  zh: '请写明理由，申请方会看到。',
  en: 'Say why; the applicant will read it.',
})
export const notAtThisStep = defineError('conflict', 'not_at_this_step', {
  zh: '申请已不在这一步，请刷新后再看。',
  en: 'The application is no longer at this step; look at it again.',
})
export const shareRevoked = defineError('gone', 'share_revoked', {
  zh: '授权已被提供方收回：{why}。需要继续使用请重新申请。',
  en: 'The provider has revoked this share: {why}. Apply again if you still need it.',
})
export const shareExpired = defineError('gone', 'share_expired', {
  zh: '授权已于 {at} 到期。需要继续使用请重新申请。',
  en: 'This share ended at {at}. Apply again if you still need it.',
})
export const quotaUsedUp = defineError('too_many', 'quota_used_up', {
  zh: '今日额度 {quota} 次已用完，{resetAt} 重新计算。需要更多请申请调整。',
  en: 'Today’s quota of {quota} calls is used up; it starts anew at {resetAt}. Apply for more if you need it.',
})
export const wrongWay = defineError('conflict', 'wrong_way', {
  zh: '该授权的交付方式是“{how}”，不能用这个地址取数。',
  en: 'This share is delivered by “{how}”, not at this address.',
})

export const ruleWrong = defineError('invalid', 'rule_wrong', {
  zh: '规则不完整：{why}。',
  en: 'The rule is not complete: {why}.',
})
export const ruleThere = defineError('conflict', 'rule_there', {
  zh: '已有一条相同的规则。',
  en: 'There is such a rule already.',
})
export const referenceCircular = defineError('conflict', 'reference_circular', {
  zh: '不能引用：两张表的引用会首尾相接，形成循环。请只保留一个方向。',
  en: 'This reference would close a circle between the tables; keep one direction only.',
})
export const standardThere = defineError('conflict', 'standard_there', {
  zh: '标准 {code}—{edition} 已经登记。修订请登记新的版本号。',
  en: 'The standard {code}—{edition} is registered already. Register a revision under its own edition.',
})
export const standardEmpty = defineError('invalid', 'standard_empty', {
  zh: '请给出代码表或格式（二选一），格式须是可用的正则表达式。',
  en: 'Give either a list of codes or a format; a format must be a working regular expression.',
})

export const hostNotAllowed = defineError('invalid', 'host_not_allowed', {
  zh: '“{host}”不在允许交换的地址范围内。请联系区数据局把对方主机加入名单。',
  en: '“{host}” is not among the hosts that exchanges may reach. Ask the data bureau to add the partner.',
})
export const notForExchange = defineError('conflict', 'not_for_exchange', {
  zh: '这项授权不是“定时交换”方式，或已失效，不能建立推送。',
  en: 'This share is not delivered by exchange, or has ended; no push can be set up for it.',
})
export const alreadyRunning = defineError('conflict', 'exchange_running', {
  zh: '这项交换正在运行，请等它结束。',
  en: 'This exchange is running; wait for it to end.',
})
export const isStopped = defineError('conflict', 'exchange_stopped', {
  zh: '这项交换已暂停或被隔离。请先查明原因并恢复，再运行。',
  en: 'This exchange is paused or quarantined. Find out why and resume it before running it.',
})
export const addressNotAllowed = defineError('invalid', 'address_not_allowed', {
  zh: '不能连接“{host}”：它不在允许接入的数据库主机名单内，或者指向本机、本链路地址。请联系区数据局把部门数据库的主机加入名单。',
  en: '“{host}” may not be connected to: it is not on the list of database hosts, or it leads to this machine or its link. Ask the data bureau to add the department’s host.',
})
export const ownDatabase = defineError('invalid', 'own_database', {
  zh: '这是平台自己的数据库，不能作为部门数据源接入；平台内的数据会自动编目。',
  en: 'This is the platform’s own database and cannot be taken in as a department’s; its data are in the directory already.',
})
export const tryFailed = defineError('conflict', 'try_failed', {
  zh: '试连没有成功：{why}。{detail}',
  en: 'The try did not succeed: {why}. {detail}',
})
export const databaseInUse = defineError('conflict', 'database_in_use', {
  zh: '还有 {count} 项定时接入在读这个数据库，不能移除。请先暂停并确认不再需要它们。',
  en: '{count} exchanges still read this database; it cannot be removed while they do.',
})
export const tableUnknown = defineError('invalid', 'table_unknown', {
  zh: '数据库里没有“{table}”，或登录账号无权读取。请重新选择。',
  en: 'There is no “{table}” in the database, or the login may not read it. Choose again.',
})
export const columnNotTaken = defineError('invalid', 'column_not_taken', {
  zh: '“{column}”是 {type} 类型，不能接入（例如图片、几何）。请去掉这一列。',
  en: '“{column}” is of the type {type}, which cannot be taken in (images, geometries). Leave it out.',
})
export const passwordNeeded = defineError('invalid', 'password_needed', {
  zh: '换了主机、端口或账号，请重新输入密码：原来的密码不会送到别的地方。',
  en: 'The host, port or login has changed: give the password again. The one that is kept is not sent anywhere else.',
})
export const keyNotTaken = defineError('invalid', 'key_not_taken', {
  zh: '主键“{column}”不在所选的列中。请选中它，或换一个主键。',
  en: 'The key “{column}” is not among the chosen columns. Choose it, or another key.',
})
