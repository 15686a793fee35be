import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { FastifyAdapter } from '@nestjs/platform-fastify'
import { ProblemException } from '../problem/problem.ts'

/** On a connection on which nothing moves in either direction. A long poll is silent for 25 seconds. */
const SILENCE_MAX_MS = 60_000

/**
 * A reader that stops reading is cut off. When the server stops, what is being answered is answered, what
 * comes then is refused, or a busy device would keep the server up for as long as it has something to say,
 * and then every connection is closed: clients open some ahead of need, and one on which nothing was ever
 * asked would keep the server up for a minute.
 */
@Injectable()
export class Connections implements OnModuleInit, BeforeApplicationShutdown {
  #answering = 0
  #isLeaving = false
  #isClosing = false

  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

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
    this.host.httpAdapter.getInstance().addHook('onRequest', async (_request, reply) => {
      // Whoever asks again does so on another connection, and may be led to another process.
      if (this.#isLeaving) void reply.header('connection', 'close')
      if (!this.#isClosing) return
      throw new ProblemException('unavailable', { detail: 'The server is stopping' })
    })
  }

  /** It still serves, and is no longer ready for more. */
  startLeaving(): void {
    this.#isLeaving = true
  }

  get isLeaving(): boolean {
    return this.#isLeaving
  }

  beforeApplicationShutdown(): void {
    this.#isLeaving = true
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
