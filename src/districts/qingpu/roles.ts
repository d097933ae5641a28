/**
 * 角色：what each role may do, as a list of capabilities. A room that lands adds its own lines here, one a line.
 * Exact names, `room.*` for everything of a room, `*` for everything; a name nobody declares is refused at boot.
 * Over which part of the district a person holds a role is said when it is granted (accounts.ts, or the page).
 */
export const roles = {
  firstAdministrator: 'administrator',
  roles: {
    administrator: {
      title: { zh: '系统管理员', en: 'Administrator' },
      may: ['*'],
    },
    unit_administrator: {
      title: { zh: '单位管理员', en: 'Unit’s administrator' },
      may: ['identity.manage', 'identity.manage-clients', 'identity.reveal'],
      gives: [
        'unit_officer',
        'data_clerk',
        'data_steward',
        'data_consumer',
        'registry_clerk',
        'statistician',
        'credit_department',
        'credit_source',
      ],
    },
    dispatcher: {
      title: { zh: '派遣员', en: 'Dispatcher' },
      may: [
        'indicators.read',
        'observations.read',
        'observations.acknowledge',
        'environment.read',
        'cases.read',
        'cases.see-reporter',
        'city-management.accept',
        'city-management.file',
        'city-management.dispatch',
        'city-management.close',
      ],
    },
    hotline_agent: {
      title: { zh: '12345话务员', en: '12345 agent' },
      may: ['identity.reveal', 'cases.read', 'city-management.take-calls'],
    },
    patrol: {
      title: { zh: '巡查员（监督员）', en: 'Patrol officer' },
      may: ['cases.read', 'city-management.report', 'city-management.verify'],
    },
    unit_officer: {
      title: { zh: '处置单位经办人', en: 'Handling unit’s officer' },
      may: ['cases.read', 'city-management.handle'],
    },
    supervisor: {
      title: { zh: '督办领导', en: 'Supervisor' },
      may: [
        'indicators.read',
        'indicators.manage',
        'audit.read',
        'observations.read',
        'environment.read',
        'cases.read',
        'cases.see-reporter',
        'cases.administer',
        'city-management.supervise',
        'city-management.verify',
        'city-management.dispatch',
      ],
    },
    open311_client: {
      title: { zh: 'Open311 接入系统', en: 'System reporting by Open311' },
      may: ['open311.report'],
    },
    camera_system: {
      title: { zh: '视频识别系统', en: 'Video analysis system' },
      may: ['city-management.report-by-camera'],
    },
    data_clerk: {
      title: { zh: '数据专员', en: 'Data clerk' },
      may: ['catalog.read', 'catalog.apply'],
    },
    data_steward: {
      title: { zh: '部门数据管理员', en: 'Department’s data steward' },
      may: ['catalog.read', 'catalog.apply', 'catalog.steward', 'catalog.approve', 'catalog.exchange', 'open-data.publish'],
    },
    data_bureau: {
      title: { zh: '数据主管部门', en: 'Data bureau' },
      may: [
        'open-data.publish',
        'open-data.review',
        'catalog.read',
        'catalog.apply',
        'catalog.steward',
        'catalog.arbitrate',
        'catalog.call',
        'catalog.exchange',
        'identity.manage-clients',
      ],
    },
    data_consumer: {
      title: { zh: '调用共享数据的系统', en: 'System that calls shared data' },
      may: ['catalog.call'],
    },
    credit_officer: {
      title: { zh: '信用办经办人', en: 'Credit officer' },
      may: ['credit.read', 'credit.edit', 'credit.unmask', 'credit.office', 'credit.measure', 'credit.exchange', 'registry.read'],
    },
    credit_department: {
      title: { zh: '部门信用经办人', en: 'Department’s credit officer' },
      may: ['credit.read', 'credit.edit', 'credit.unmask', 'credit.hand-in', 'credit.decide', 'credit.list', 'credit.execute'],
    },
    credit_source: {
      title: { zh: '信用信息报送系统', en: 'System handing in credit records' },
      may: ['credit.hand-in'],
    },
    credit_agency: {
      title: { zh: '征信机构', en: 'Credit agency' },
      may: ['credit.ask'],
    },
    environment_officer: {
      title: { zh: '环境监测员', en: 'Environment officer' },
      may: ['indicators.read', 'observations.*', 'environment.*'],
    },
    registry_steward: {
      title: { zh: '基础库管理员', en: 'Steward of the base registries' },
      may: ['registry.*', 'audit.read'],
    },
    population_officer: {
      title: { zh: '人口信息查询员', en: 'Officer looking persons up' },
      may: ['registry.read', 'registry.look-up', 'registry.unmask'],
    },
    housing_officer: {
      title: { zh: '实有房屋登记员', en: 'Keeper of dwellings' },
      may: ['registry.read', 'registry.housing', 'registry.unmask'],
    },
    statistician: {
      title: { zh: '统计员（宏观经济库）', en: 'Statistician' },
      may: ['registry.read', 'registry.macro'],
    },
    registry_clerk: {
      title: { zh: '基础库报送员', en: 'Clerk delivering to the base registries' },
      may: ['registry.read', 'registry.deliver', 'registry.join'],
    },
  },
}
