import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { type Ctx, settingsOf } from '#kernel'
import { addressNotAllowed } from './errors.ts'
import { catalogSettings } from './settings.ts'

/** Where no department's database stands, but much that must not be reached from outside: this machine, the link, the cloud's own doors. */
const special = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  special.addSubnet(net, bits, 'ipv6')

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')
export const isSpecial = (address: string): boolean => {
  const bare = plain(address)
  return special.check(bare, isIP(bare) === 4 ? 'ipv4' : 'ipv6')
}

export const isListed = (list: readonly string[], host: string): boolean =>
  list.some((entry) => (entry.startsWith('*.') ? host.endsWith(entry.slice(1)) : host === entry))

/**
 * The one address to connect to, found by name once, so that nobody can answer with another later. The host must be on the
 * list; special addresses only when the list names them as they are.
 */
export async function addressOf(ctx: Pick<Ctx, 'house'>, host: string): Promise<string> {
  const list = settingsOf(ctx.house, catalogSettings).databases
  if (!isListed(list, host)) throw addressNotAllowed({ host })
  const found = isIP(host)
    ? [host]
    : await lookup(host, { all: true }).then(
        (all) => all.map(({ address }) => address),
        () => [],
      )
  const [address] = found
  if (!address) throw addressNotAllowed({ host })
  const isNamedItself = list.includes(host) && (isIP(host) !== 0 || host === 'localhost')
  if (!isNamedItself && found.some(isSpecial)) throw addressNotAllowed({ host })
  return address
}
