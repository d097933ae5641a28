import { Link } from '../kit/navigate.tsx'
import { usePlatform } from '../kit/session.ts'
import { useText } from '../kit/text.ts'

/** A bridge over water, in one line. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
    >
      <path d="M3 19c4.5-8 8-10.5 13-10.5S24.5 11 29 19" strokeWidth="2.6" />
      <path d="M10.5 19a5.5 5.5 0 0 1 11 0" strokeWidth="2.2" />
      <path d="M4 24h24M10 28h12" strokeWidth="2" opacity="0.7" />
    </svg>
  )
}

export function Brand({ to, suffix }: { to: string; suffix?: string }) {
  const text = useText()
  const platform = usePlatform()
  return (
    <Link className="brand" to={to}>
      <Mark />
      <span className="brand-name">
        {text(platform?.title)}
        {suffix && <small>{suffix}</small>}
      </span>
    </Link>
  )
}
