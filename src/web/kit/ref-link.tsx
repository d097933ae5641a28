import type { ReactNode } from 'react'
import { Link } from './navigate.tsx'
import type { Front } from './page.ts'

type Finder = (ref: string, front: Front) => string | undefined
let find: Finder = () => undefined
/** The shell knows the pages of all rooms and tells the kit how to find the one for a ref. */
export const configureRefs = (finder: Finder): void => {
  find = finder
}

/** Path of the page that shows a thing: `/work/cases/0195…` for `cases.case:0195…`; undefined when nobody shows its type. */
export const pathOf = (ref: string, front: Front = 'work'): string | undefined => find(ref, front)

/** A link to the page of any thing; plain text when there is none. */
export function RefLink({
  to,
  front = 'work',
  children,
  className,
}: {
  to: string
  front?: Front
  children: ReactNode
  className?: string
}) {
  const path = pathOf(to, front)
  if (!path) return <span className={className}>{children}</span>
  return (
    <Link to={path} className={className}>
      {children}
    </Link>
  )
}
