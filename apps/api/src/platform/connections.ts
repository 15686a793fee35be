import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'

/** On a connection on which nothing moves in either direction. A long poll is silent for 25 seconds. */
const SILENCE_MAX_MS = 60_000

/**
 * A reader that stops reading is cut off. When the server stops, what is being answered is answered, and then every connection is closed: clients open
 * some ahead of need, and one on which nothing was ever asked would otherwise keep the server up for a minute.
 */
@Injectable()
export class Connections implements OnModuleInit, BeforeApplicationShutdown {
  #answering = 0
  #isClosing = false

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    this.#server.setTimeout(SILENCE_MAX_MS)
    this.#server.on('request', (_request: unknown, response: ServerResponse) => {
      this.#answering += 1
      response.once('close', () => {
        this.#answering -= 1
        this.#closeIfIdle()
      })
    })
    this.#server.on('connection', (socket: Socket) => {
      if (this.#isClosing) socket.destroy()
    })
  }

  beforeApplicationShutdown(): void {
    this.#isClosing = true
    this.#closeIfIdle()
  }

  get #server(): Server {
    return this.host.httpAdapter.getHttpServer()
  }

  #closeIfIdle(): void {
    if (this.#isClosing && this.#answering === 0) this.#server.closeAllConnections()
  }
}
