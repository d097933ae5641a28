import { connect, createServer, type Socket } from 'node:net'

/** A wire that can be cut: forwards TCP to a port, and drops everything while it is cut. */
export interface Wire {
  readonly port: number
  cut: () => void
  mend: () => void
  close: () => Promise<void>
}

export function openWire(to: number): Promise<Wire> {
  const sockets = new Set<Socket>()
  let isCut = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    keep(near)
    if (isCut) return void near.destroy()
    const far = connect(to, '127.0.0.1')
    keep(far)
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({
        port: typeof address === 'object' && address ? address.port : 0,
        cut,
        mend: () => {
          isCut = false
        },
        close: () =>
          new Promise((done) => {
            cut()
            server.close(() => done())
          }),
      })
    }),
  )
}
