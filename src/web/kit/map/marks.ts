import type { MarkShape } from './map-context.ts'
import { type Palette, type Tone, toneColour } from '../tokens.ts'

export const shapes: readonly MarkShape[] = ['station', 'case', 'vehicle', 'camera', 'person', 'facility']
export const tones: readonly Tone[] = ['neutral', 'active', 'done', 'warning', 'alarm']
export const markName = (shape: MarkShape, tone: Tone): string => `mark-${shape}-${tone}`

/** Outline of each kind in a 24-unit box: circle, diamond, arrow, square, house-shaped pin, hexagon. */
const outlines: Record<MarkShape, string> = {
  station: 'M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18z',
  case: 'M12 2l10 10l-10 10l-10-10z',
  vehicle: 'M12 2l9 19l-9-4l-9 4z',
  camera: 'M4 4h16v16h-16z',
  person: 'M12 22c-5-6-8-9-8-13a8 8 0 0 1 16 0c0 4-3 7-8 13z',
  facility: 'M12 2l9 5v10l-9 5l-9-5v-10z',
}

/** The sign inside, drawn in the ground's colour, so that the state is readable without its colour. */
const signs: Record<Tone, string> = {
  neutral: '',
  active: 'M12 9.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5z',
  done: 'M7.8 12.2l3 3l5.4-6',
  warning: 'M8 12h8',
  alarm: 'M12 7v6M12 16.2v.6',
}

/** A mark as SVG: for the legend, and, drawn on a canvas, for the map. */
export function markSvg(shape: MarkShape, tone: Tone, palette: Palette, size: number): string {
  const hue = toneColour(palette, tone)
  const hollow = tone === 'neutral'
  const sign = signs[tone]
  const stroke =
    tone === 'active'
      ? `fill="${palette.paper}"`
      : `fill="none" stroke="${palette.paper}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="-1 -1 26 26"><path d="${outlines[shape]}" fill="${hollow ? palette.paper : hue}" stroke="${hollow ? hue : palette.paper}" stroke-width="${hollow ? 2.6 : 1.6}" stroke-linejoin="round"/>${sign && `<path d="${sign}" ${stroke}/>`}</svg>`
}

/** Several of one kind: the same outline, larger and without a sign; the map writes their number on it. */
export const groupName = (shape: MarkShape, tone: Tone): string => `group-${shape}-${tone}`
const groupSvg = (shape: MarkShape, tone: Tone, palette: Palette, size: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 24 24"><path d="${outlines[shape]}" fill="${toneColour(palette, tone)}" stroke="${palette.paper}" stroke-width="1.4" stroke-linejoin="round"/></svg>`
export const groupTones: readonly Tone[] = ['active', 'warning', 'alarm']

export const groupImage = (shape: MarkShape, tone: Tone, palette: Palette): Promise<HTMLImageElement> =>
  drawn(groupSvg(shape, tone, palette, 84), 84)
export const markImage = (shape: MarkShape, tone: Tone, palette: Palette): Promise<HTMLImageElement> =>
  drawn(markSvg(shape, tone, palette, 56), 56)

async function drawn(svg: string, size: number): Promise<HTMLImageElement> {
  const image = new Image(size, size)
  image.src = `data:image/svg+xml;base64,${btoa(svg)}`
  await image.decode()
  return image
}
