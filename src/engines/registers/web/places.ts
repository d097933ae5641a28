import { useApi } from '#kit/query.ts'
import { type Text, useText } from '#kit/text.ts'

/** A choice in a tree of areas or organisations, as the select fields of the workbench take it. */
export interface Branch {
  value: string
  title: string
  children?: Branch[]
}
interface AreaNode {
  path: string
  name: Text
  children: AreaNode[]
}
interface Unit {
  path: string
  name: Text
}

export function useAreas(wanted = true): Branch[] {
  const text = useText()
  const items =
    useApi<{ items: AreaNode[] }>(wanted ? '/api/geo/areas/tree' : null, undefined, { offline: true }).data?.items ?? []
  const branch = ({ path, name, children }: AreaNode): Branch => ({
    value: path,
    title: text(name),
    ...(children.length > 0 && { children: children.map(branch) }),
  })
  return items.map(branch)
}

/** The tree of units, put together from their paths. */
export function useUnits(wanted = true): Branch[] {
  const text = useText()
  const items = useApi<{ items: Unit[] }>(wanted ? '/api/identity/organisations' : null).data?.items ?? []
  const branches = new Map<string, Branch>(items.map(({ path, name }) => [path, { value: path, title: text(name) }]))
  const roots: Branch[] = []
  for (const { path } of items) {
    const branch = branches.get(path) as Branch
    const parent = branches.get(path.slice(0, path.lastIndexOf('.')))
    if (parent) parent.children = [...(parent.children ?? []), branch]
    else roots.push(branch)
  }
  return roots
}

/** What the place of a path is called; the path itself when nobody named it. */
export function nameIn(branches: readonly Branch[], path: string): string {
  for (const branch of branches) {
    if (branch.value === path) return branch.title
    if (path.startsWith(`${branch.value}.`)) {
      const found = nameIn(branch.children ?? [], path)
      if (found !== path) return found
    }
  }
  return path
}
