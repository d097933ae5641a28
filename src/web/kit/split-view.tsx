import type { ReactNode } from 'react'
import { Boundary } from './states.tsx'
import './split-view.css'

/** A list and the thing opened from it, side by side; on a narrow screen the thing covers the list. */
export function SplitView({ list, detail }: { list: ReactNode; detail?: ReactNode }) {
  return (
    <div className="split" data-open={detail ? true : undefined}>
      <div className="split-list">{list}</div>
      {detail && (
        <div className="split-detail">
          <Boundary>{detail}</Boundary>
        </div>
      )}
    </div>
  )
}
