/** The values of tokens.css for what cannot read CSS variables: canvases, charts, maps, Ant Design. */
export const tokens = {
  light: {
    ink: '#1d2733',
    wall: '#f6f8f7',
    paper: '#ffffff',
    tile: '#5a6673',
    line: '#dde4e3',
    edge: '#7d8a95',
    lake: '#0a6486',
    lakeDeep: '#084f6a',
    lakeSoft: '#e4f0f4',
    onLake: '#ffffff',
    bamboo: '#1f7a4d',
    bambooSoft: '#e5f3eb',
    osmanthus: '#8f5f00',
    osmanthusSoft: '#fff4da',
    lantern: '#b3261e',
    lanternSoft: '#fdecea',
    plum: '#74508a',
  },
  dark: {
    ink: '#e8f1f8',
    wall: '#071626',
    paper: '#0c2036',
    tile: '#8fa6b8',
    line: '#1b3550',
    edge: '#5f7b92',
    lake: '#4cc3f0',
    lakeDeep: '#86d8f7',
    lakeSoft: '#10344d',
    onLake: '#04121f',
    bamboo: '#3fcf8e',
    bambooSoft: '#0d3a32',
    osmanthus: '#f5b83d',
    osmanthusSoft: '#3b3116',
    lantern: '#ff6b5e',
    lanternSoft: '#431f25',
    plum: '#b79be0',
  },
} as const

export type Theme = keyof typeof tokens
export type Palette = Record<keyof (typeof tokens)['light'], string>

export const font =
  "'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', system-ui, sans-serif"

/** What a state means to the reader; colour, shape and icon follow from it, never the other way round. */
export type Tone = 'neutral' | 'active' | 'done' | 'warning' | 'alarm'

export const toneColour = (palette: Palette, tone: Tone): string =>
  ({ neutral: palette.tile, active: palette.lake, done: palette.bamboo, warning: palette.osmanthus, alarm: palette.lantern })[
    tone
  ]

/** At most six hues in a chart, in this order. */
export const hues = (palette: Palette): string[] => [
  palette.lake,
  palette.bamboo,
  palette.osmanthus,
  palette.plum,
  palette.lantern,
  palette.tile,
]

export const themeNow = (): Theme => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light')
