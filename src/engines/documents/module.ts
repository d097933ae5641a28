import { defineModule } from '#kernel'

export const documents = defineModule({
  id: 'documents',
  title: { zh: '文书与表格', en: 'Papers and tables' },
  contributes: [],
})
