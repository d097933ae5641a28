/** The last days as one thin line; decoration beside a number that says the same, so silent for readers. */
export function Spark({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return <span className="spark" aria-hidden="true" />
  const low = Math.min(...known)
  const span = Math.max(...known) - low || 1
  const x = (at: number) => (at / (values.length - 1)) * 96 + 2
  const y = (value: number) => 26 - ((value - low) / span) * 22
  // A day without a value breaks the line.
  const path = values
    .map((value, at) =>
      value === null ? '' : `${at === 0 || values[at - 1] === null ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join(' ')
  const last = values.at(-1)
  return (
    <svg className="spark" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true">
      <path d={path} vectorEffect="non-scaling-stroke" />
      {last != null && <circle cx={x(values.length - 1)} cy={y(last)} r="2" />}
    </svg>
  )
}
