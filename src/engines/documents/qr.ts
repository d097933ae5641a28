import { encode } from 'uqr'

/** The dark squares of a QR code, row by row, without the quiet border. */
export function qrModules(text: string): boolean[][] {
  return encode(text, { ecc: 'M', border: 0 }).data
}

/** A QR code as an SVG that scales: one path, dark on white, with the quiet border the standard asks for. */
export function qrSvg(text: string): string {
  const rows = qrModules(text)
  const border = 4
  const size = rows.length + 2 * border
  const path = rows
    .flatMap((row, y) => spansOf(row).map(({ start, length }) => `M${start + border} ${y + border}h${length}v1h-${length}z`))
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`
}

/** Neighbouring dark squares of a row as one stretch: fewer shapes, and no light seams between them. */
export function spansOf(row: readonly boolean[]): { start: number; length: number }[] {
  const spans: { start: number; length: number }[] = []
  row.forEach((dark, index) => {
    const last = spans.at(-1)
    if (!dark) return
    if (last && last.start + last.length === index) last.length += 1
    else spans.push({ start: index, length: 1 })
  })
  return spans
}
