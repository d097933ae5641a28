/** One line of the table: ours, beside it the bare thing in the same run, and the aim where there is one. */
export interface Result {
  id: string
  title: string
  ours: Record<string, number>
  bare?: { title: string; figures: Record<string, number> }
  aim?: { text: string; met: boolean }
  /** When it was measured and over how many rounds, once it is kept. */
  at?: string
  rounds?: number
}

export interface Run {
  database: string
  server: string
  machine: string
  at: string
  rounds: number
  /** Load per core before the run began; other work on the machine makes every figure worse. */
  loadBefore: number
  results: Result[]
}

const figures = (values: Record<string, number>) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value >= 1000 ? Math.round(value).toLocaleString('en') : value}`)
    .join(', ')

const when = ({ at, rounds }: Result) => (at ? `${at.slice(0, 16).replace('T', ' ')}, of ${rounds}` : '')

export function table({ results }: Pick<Run, 'results'>): string {
  const rows = results.map((result) => {
    const { title, ours, bare, aim } = result
    return [
      title,
      figures(ours),
      bare ? `${bare.title}: ${figures(bare.figures)}` : '',
      aim ? `${aim.text}: ${aim.met ? 'met' : '**missed**'}` : '',
      when(result),
    ]
  })
  return [['What', 'Ours', 'Bare', 'Aim', 'Measured (UTC), median'], ['---', '---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
