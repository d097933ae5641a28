import { actionTitles, record } from '#engines/audit'
import type { Ctx } from '#kernel'
import type { AnyRegister } from './define.ts'
import { personalOf } from './define.ts'
import { refFor } from './views.ts'

type Act = 'create' | 'change' | 'remove' | 'restore' | 'import'

/** What was done, in the audit: changed fields only, personal values hidden. */
export function note(
  ctx: Ctx,
  register: AnyRegister,
  told: {
    act: Act
    id?: string
    before?: Record<string, unknown>
    after?: Record<string, unknown>
    names?: readonly string[]
    why?: string | undefined
  },
): void {
  const pick = (values: Record<string, unknown> | undefined) =>
    values && Object.fromEntries(Object.entries(values).filter(([name]) => !told.names || told.names.includes(name)))
  record(ctx, {
    action: `${register.id}.${told.act}`,
    ...(told.id && { ref: refFor(register, told.id) }),
    before: pick(told.before),
    after: pick(told.after),
    hidden: personalOf(register),
    ...(told.why && { why: told.why }),
  })
}

export const actsOf = ({ id, title: { zh, en } }: AnyRegister) =>
  actionTitles({
    [`${id}.create`]: { zh: `${zh}：登记`, en: `${en}: added` },
    [`${id}.change`]: { zh: `${zh}：修改`, en: `${en}: changed` },
    [`${id}.remove`]: { zh: `${zh}：删除`, en: `${en}: removed` },
    [`${id}.restore`]: { zh: `${zh}：恢复`, en: `${en}: restored` },
    [`${id}.import`]: { zh: `${zh}：批量导入`, en: `${en}: imported` },
  })

/** Acts of imports that name no register's row. */
export const importActs = actionTitles({
  'registers.send-file': { zh: '台账：上传导入文件', en: 'Registers: sent a file to import' },
  'registers.map-file': { zh: '台账：对应导入文件的列', en: 'Registers: mapped the columns of a file' },
  'registers.start-import': { zh: '台账：执行导入', en: 'Registers: started an import' },
  'registers.stop-import': { zh: '台账：停止导入', en: 'Registers: stopped an import' },
})
