/** Our attributes in a BPMN file, in the namespace `https://district.example/bpmn`; anything else under it is a misspelling. */
export const districtModdle = {
  name: 'District',
  uri: 'https://district.example/bpmn',
  prefix: 'district',
  xml: { tagAlias: 'lowerCase' },
  types: [
    { name: 'LimitedProcess', extends: ['bpmn:Process'], properties: [{ name: 'limit', isAttr: true, type: 'String' }] },
    {
      name: 'UserTask',
      extends: ['bpmn:UserTask'],
      properties: ['capability', 'unit', 'limit'].map((name) => ({ name, isAttr: true, type: 'String' })),
    },
    { name: 'Timer', extends: ['bpmn:TimerEventDefinition'], properties: [{ name: 'limit', isAttr: true, type: 'String' }] },
    {
      name: 'Cosigning',
      extends: ['bpmn:MultiInstanceLoopCharacteristics'],
      properties: ['over', 'needs', 'counting', 'hear'].map((name) => ({ name, isAttr: true, type: 'String' })),
    },
  ],
}
