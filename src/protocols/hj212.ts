/**
 * HJ 212 (污染物在线监控系统数据传输标准), the line protocol of polluters' monitors: HJ/T 212-2005, HJ 212-2017, HJ 212-2025.
 * `##` + four digits (bytes of the data segment) + data segment + four hex digits of CRC + CR LF.
 * Pure: bytes in, packets and faults out. Nothing here throws on any input, and any chunking of a stream gives the same result.
 */
export type Crc = 'hj212' | 'modbus'
export type Standard = '2005' | '2017' | '2025'

/** One pollutant or measured quantity in a packet: `w01018-Rtd=12.3,w01018-Flag=N`. */
export interface Factor {
  code: string
  /** By suffix: Rtd Min Avg Max ZsRtd ZsMin ZsAvg ZsMax Cou Flag EFlag SampleTime Data RS RT … as sent. */
  fields: Record<string, string>
}

/** The factors that belong to one `DataTime`; a packet of history data carries several groups. */
export interface Group {
  dataTime: string | null
  factors: Factor[]
}

export interface Packet {
  /** Request number, `YYYYMMDDhhmmsszzz`; some 2005 devices send none. */
  qn: string | null
  /** System code 系统编码 (21 surface water … 91 interaction). */
  st: string
  /** Command code 命令编码 (2011 real-time data …). */
  cn: string
  pw: string
  mn: string
  flag: number
  /** By the version bits of Flag. Devices of 2021 with version 2 exist: trust the register of monitors before this. */
  standard: Standard
  needsAck: boolean
  /** Sub-packet: `index` of `total`, from 1; each has its own QN and its own answer. */
  part: { total: number; index: number } | null
  /** Items of CP without a hyphen: DataTime, RtdInterval, QnRtn … the last one wins. */
  params: Record<string, string>
  groups: Group[]
  /** Which CRC rule the packet satisfies; field devices exist with either (both, for a few contents). */
  crc: Crc[]
  /** As it came. */
  data: string
}

export type FaultCode = 'garbage' | 'bad_length' | 'too_long' | 'wrong_length' | 'bad_crc' | 'bad_fields'

export interface Fault {
  code: FaultCode
  /** Start of the refused bytes, at most 512 of them. */
  bytes: Uint8Array
  /** How many bytes were refused. */
  size: number
  /** Device number read from the refused packet: unproven, good for counting only. */
  mn: string | null
}

/** `maxData`: longest data segment taken (the standard says 1024; devices exceed it). `crc`: accept only this rule. */
export interface DecodeOptions {
  maxData?: number
  crc?: Crc
}

export interface Decoded {
  messages: Packet[]
  /** Bytes of a packet not complete yet: put them before the next chunk. */
  rest: Uint8Array
  errors: Fault[]
}

const hash = 0x23
const garbageRun = 1024
const shownBytes = 512
const text = new TextDecoder()

// Both rules share this table: eight shifts with polynomial A001 of one byte.
const shifted = Uint16Array.from({ length: 256 }, (_, byte) => {
  let register = byte
  for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1
  return register
})

/** HJ 212 Annex A: the byte meets the HIGH half of the register; with `modbus`, as everywhere else, the low half. */
export function crc16(bytes: Uint8Array, rule: Crc = 'hj212'): number {
  let register = 0xffff
  if (rule === 'hj212') for (const byte of bytes) register = shifted[(register >> 8) ^ byte] as number
  else for (const byte of bytes) register = (register >> 8) ^ (shifted[(register ^ byte) & 0xff] as number)
  return register
}

/** Takes all complete packets from the front of a stream's bytes. */
export function decode(bytes: Uint8Array, options: DecodeOptions = {}): Decoded {
  const messages: Packet[] = []
  const errors: Fault[] = []
  let at = 0
  while (at < bytes.length) {
    const step = isSpace(bytes[at] as number) ? { next: at + 1 } : takeOne(bytes, at, options)
    if (!step) break
    if (step.packet) messages.push(step.packet)
    if (step.fault) errors.push(step.fault)
    at = step.next
  }
  return { messages, rest: bytes.subarray(at), errors }
}

type Step = { next: number; packet?: Packet; fault?: Fault }

const isSpace = (byte: number) => byte === 0x0d || byte === 0x0a || byte === 0x20 || byte === 0
const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** One packet or one run of refused bytes from `at`; null when more bytes are needed to know. */
function takeOne(bytes: Uint8Array, at: number, options: DecodeOptions): Step | null {
  if (bytes[at] !== hash || (at + 1 < bytes.length && bytes[at + 1] !== hash)) return refuse(bytes, at, at + 1, 'garbage')
  if (at + 6 > bytes.length) {
    for (let i = at + 2; i < bytes.length; i++) if (!isDigit(bytes[i])) return refuse(bytes, at, at + 1, 'bad_length')
    return null
  }
  if (!isHeader(bytes, at)) return refuse(bytes, at, at + 1, 'bad_length')
  const length = Number(text.decode(bytes.subarray(at + 2, at + 6)))
  if (length > (options.maxData ?? 4096)) return refuse(bytes, at, at + 2, 'too_long')
  const end = at + 6 + length
  if (breaksOff(bytes, at + 6, Math.min(end, bytes.length))) return refuse(bytes, at, at + 2, 'wrong_length')
  if (end + 4 > bytes.length) return null
  const data = bytes.subarray(at + 6, end)
  const sum = text.decode(bytes.subarray(end, end + 4))
  if (!/^[0-9a-f]{4}$/i.test(sum) || !text.decode(data.subarray(-2)).endsWith('&&'))
    return refuse(bytes, at, at + 2, 'wrong_length')
  const value = Number.parseInt(sum, 16)
  const crc = (['hj212', 'modbus'] as const).filter(
    (rule) => (!options.crc || options.crc === rule) && crc16(data, rule) === value,
  )
  if (crc.length === 0) return { next: end + 4, fault: faultOf(bytes.subarray(at, end + 4), 'bad_crc') }
  const packet = readData(text.decode(data), crc)
  return packet ? { next: end + 4, packet } : { next: end + 4, fault: faultOf(bytes.subarray(at, end + 4), 'bad_fields') }
}

const isHeader = (bytes: Uint8Array, at: number) =>
  bytes[at] === hash &&
  bytes[at + 1] === hash &&
  isDigit(bytes[at + 2]) &&
  isDigit(bytes[at + 3]) &&
  isDigit(bytes[at + 4]) &&
  isDigit(bytes[at + 5])

/** A line end or the head of another packet inside the announced length: the sender stopped early or counted wrong. */
function breaksOff(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if (bytes[i] === 0x0a || bytes[i] === 0x0d) return true
    if (bytes[i] === hash && i + 6 <= to && isHeader(bytes, i)) return true
  }
  return false
}

/**
 * Refuses everything from `at` up to the next `##` (searched from `from`) as one fault. While that is not in sight it waits,
 * so that one broken packet counts once however it was cut; at most `garbageRun` bytes.
 */
function refuse(bytes: Uint8Array, at: number, from: number, code: FaultCode): Step | null {
  let end = from
  const limit = at + garbageRun
  while (end < limit && end + 1 < bytes.length && !(bytes[end] === hash && bytes[end + 1] === hash) && bytes[end] !== 0x0a) end++
  if (end + 1 >= bytes.length && end < limit && bytes[end] !== 0x0a) return null
  return { next: end, fault: faultOf(bytes.subarray(at, end), code) }
}

function faultOf(bytes: Uint8Array, code: FaultCode): Fault {
  const shown = bytes.slice(0, shownBytes)
  const mn = code === 'garbage' ? null : (/MN=([^;,&\s]{1,64})/i.exec(text.decode(shown))?.[1] ?? null)
  return { code, bytes: shown, size: bytes.length, mn }
}

/** What is left when a connection ends inside a packet. */
export const incomplete = (rest: Uint8Array): Fault => faultOf(rest, rest[0] === hash ? 'wrong_length' : 'garbage')

function readData(data: string, crc: Crc[]): Packet | null {
  const cut = /CP=&&/i.exec(data)
  if (!cut) return null
  const head = new Map(pairs(data.slice(0, cut.index)).map(([key, value]) => [key.toUpperCase(), value]))
  const mn = head.get('MN')
  const cn = head.get('CN')
  const flag = Number(head.get('FLAG') ?? 0)
  // What could not stand in an answer is refused here, so that answering never fails.
  const isPlain = ['QN', 'ST', 'PW', 'MN'].every((key) => /^[^&#=\s]{0,64}$/.test(head.get(key) ?? ''))
  if (!mn || !cn || !/^\d{4}$/.test(cn) || !isPlain || !Number.isInteger(flag) || flag < 0 || flag > 255) return null
  const part = { total: Number(head.get('PNUM')), index: Number(head.get('PNO')) }
  return {
    qn: head.get('QN') || null,
    st: head.get('ST') ?? '',
    cn,
    pw: head.get('PW') ?? '',
    mn,
    flag,
    standard: (['2005', '2017'] as const)[flag >> 2] ?? '2025',
    needsAck: (flag & 1) === 1,
    part: part.total >= 1 && part.index >= 1 && part.index <= part.total ? part : null,
    ...readContent(data.slice(cut.index + 5, data.lastIndexOf('&&'))),
    crc,
    data,
  }
}

const pairs = (content: string): [string, string][] =>
  content.split(/[;,]/).flatMap((item) => {
    const equals = item.indexOf('=')
    return equals > 0 ? [[item.slice(0, equals).trim(), item.slice(equals + 1).trim()] as [string, string]] : []
  })

function readContent(content: string): Pick<Packet, 'params' | 'groups'> {
  const params = new Map<string, string>()
  const groups: { dataTime: string | null; factors: Map<string, Map<string, string>> }[] = []
  for (const [key, value] of pairs(content)) {
    const hyphen = key.lastIndexOf('-')
    if (hyphen <= 0) {
      params.set(key, value)
      if (key === 'DataTime') groups.push({ dataTime: value, factors: new Map() })
      continue
    }
    const group = groups.at(-1) ?? groups[groups.push({ dataTime: null, factors: new Map() }) - 1]
    const code = key.slice(0, hyphen)
    const fields = group?.factors.get(code) ?? new Map<string, string>()
    group?.factors.set(code, fields.set(key.slice(hyphen + 1), value))
  }
  return {
    params: Object.fromEntries(params),
    groups: groups.map(({ dataTime, factors }) => ({
      dataTime,
      factors: [...factors].map(([code, fields]) => ({ code, fields: Object.fromEntries(fields) })),
    })),
  }
}

export interface Outgoing {
  qn?: string | null
  st: string
  cn: string
  pw?: string
  mn: string
  flag: number
  part?: { total: number; index: number } | null
  /** Between the two `&&`. */
  content?: string
}

/** Throws RangeError on a value that would break the frame: that is the caller's mistake, never a device's. */
export function encode(packet: Outgoing, crc: Crc = 'hj212'): Uint8Array {
  const { qn, st, cn, pw, mn, flag, part, content = '' } = packet
  for (const value of [qn ?? '', st, cn, pw ?? '', mn])
    if (/[;,&#=\s]/.test(value)) throw new RangeError(`HJ 212 field "${value}"`)
  if (/[\r\n]|&&|##/.test(content)) throw new RangeError('HJ 212 content holds a frame mark')
  const fields = [qn && `QN=${qn}`, `ST=${st}`, `CN=${cn}`, `PW=${pw ?? ''}`, `MN=${mn}`, `Flag=${flag}`]
  if (part) fields.push(`PNUM=${part.total}`, `PNO=${part.index}`)
  const data = new TextEncoder().encode(`${fields.filter(Boolean).join(';')};CP=&&${content}&&`)
  if (data.length > 9999) throw new RangeError(`HJ 212 data of ${data.length} bytes`)
  const sum = crc16(data, crc).toString(16).toUpperCase().padStart(4, '0')
  return Buffer.concat([Buffer.from(`##${String(data.length).padStart(4, '0')}`), data, Buffer.from(`${sum}\r\n`)])
}

/** Items of CP from their parts: `DataTime=…;w01018-Rtd=12.3,w01018-Flag=N`. */
export const writeContent = (params: Record<string, string>, factors: Factor[] = []): string =>
  [
    ...Object.entries(params).map(([key, value]) => `${key}=${value}`),
    ...factors.map(({ code, fields }) =>
      Object.entries(fields)
        .map(([suffix, value]) => `${code}-${suffix}=${value}`)
        .join(','),
    ),
  ].join(';')

/** An answer carries the QN, PW and MN of what it answers, ST=91, and the sender's version without the A and D bits. */
const answer = (to: Packet, cn: string, content = ''): Outgoing => ({
  qn: to.qn,
  st: '91',
  cn,
  pw: to.pw,
  mn: to.mn,
  flag: to.flag & ~3,
  content,
})
/** 9014: the data are stored. */
export const dataAck = (to: Packet) => answer(to, '9014')
/** 9013: the notice has arrived. */
export const noticeAck = (to: Packet) => answer(to, '9013')
/** 9011: the request is taken (1), refused (2), has a wrong PW (3), MN (4), ST (5), Flag (6), QN (7), CN (8), CRC (9). */
export const requestAck = (to: Packet, qnRtn: number) => answer(to, '9011', `QnRtn=${qnRtn}`)
/** 9012: how the request ended: done (1), failed (2), condition (3), timeout (4), busy (5), fault (6), no data (100). */
export const requestResult = (to: Packet, exeRtn: number) => answer(to, '9012', `ExeRtn=${exeRtn}`)

/** A number as devices write it; null for `--`, empty, text, or what overflows. */
export function numberOf(value: string | undefined): number | null {
  if (value === undefined || !/^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,3})?$/.test(value)) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}
