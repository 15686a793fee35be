import type { INestApplicationContext } from '@nestjs/common'
import { IoAdapter } from '@nestjs/platform-socket.io'
import type { Server, ServerOptions } from 'socket.io'
import { isWelcome } from './origins.ts'

/** Clients say nothing but who they are. */
const MESSAGE_BYTES_MAX = 65_536

/**
 * Socket.IO as this server has it: pages of other sites are refused before anything is asked of them. A browser
 * sends their requests with whatever it keeps for this server, and CORS does not hold for WebSockets.
 */
export class SocketAdapter extends IoAdapter {
  readonly #origins: readonly string[]

  constructor(app: INestApplicationContext, origins: readonly string[]) {
    super(app)
    this.#origins = origins
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const own: Partial<ServerOptions> = {
      serveClient: false,
      maxHttpBufferSize: MESSAGE_BYTES_MAX,
      allowRequest: ({ headers }, answer) => answer(null, isWelcome(headers, this.#origins)),
    }
    return super.createIOServer(port, Object.assign({}, options, own))
  }
}
