import { roomOf, socketAuth } from '@dartwing/protocol'
import { Inject, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { type OnGatewayInit, WebSocketGateway, WebSocketServer } from '@nestjs/websockets'
import { decodeJwt } from 'jose'
import { memberOf } from '../access/membership.repository.ts'
import { assertMaySync } from '../access/rights.ts'
import { Tokens } from '../access/tokens.ts'
import { CommitEvents, type Committed } from '../platform/events.ts'
import { Metrics } from '../platform/metrics.ts'
import { Database } from '../platform/prisma/database.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { emitCommitted, type Sockets, type SyncSocket } from './emit.ts'
import { PeerCommits } from './peer-commits.ts'
import { roomsOf } from './rooms.ts'
import { Seats } from './seats.ts'
import { sweep } from './sweep.ts'
import { cutOffTalkative } from './talkative.ts'

/** Who may no longer be here is gone after at most two of these. */
const SWEEP_MS = 2_000

/** Tells connected clients what was committed. Rooms are joined here, never by a name a client makes up. */
@WebSocketGateway()
export class SyncGateway implements OnGatewayInit, OnModuleInit, OnModuleDestroy {
  readonly #log = new Logger('Realtime')
  readonly #seats = new Seats()
  readonly #peerCommits: PeerCommits
  @WebSocketServer() private readonly server?: Sockets
  #stop: () => void = () => {}
  #sweeping: NodeJS.Timeout | undefined

  constructor(
    private readonly tokens: Tokens,
    private readonly database: Database,
    private readonly events: CommitEvents,
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.#peerCommits = new PeerCommits(database, {
      isConnected: (org) => this.server?.sockets.adapter.rooms.has(roomOf.org(org)) ?? false,
      emit: (committed) => this.#emit(committed),
      giveUp: (org) => this.server?.in(roomOf.org(org)).disconnectSockets(true),
    })
  }

  onModuleInit(): void {
    this.#stop = this.events.listen({
      own: (committed) => this.#emit(committed),
      peers: (reference) => this.#peerCommits.hear(reference),
      missed: () => this.disconnectAll(),
    })
    this.#sweepLater()
  }

  onModuleDestroy(): void {
    this.#stop()
    clearTimeout(this.#sweeping)
    this.#sweeping = undefined
  }

  afterInit(server: Sockets): void {
    cutOffTalkative(server)
    server.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (error: unknown) => {
          this.#log.debug(`refused: ${error instanceof Error ? error.message : String(error)}`)
          next(new Error(reasonOf(error)))
        },
      )
    })
    server.on('connection', (socket) => {
      this.#count()
      socket.on('disconnect', () => this.#count())
    })
  }

  /** Cuts every connection of this process; clients that are alive come back, and read what they have missed. */
  disconnectAll(): void {
    this.server?.disconnectSockets(true)
  }

  async #admit(socket: SyncSocket): Promise<void> {
    const { token, org } = socketAuth.parse(socket.handshake.auth)
    const account = await this.tokens.verify(token)
    if (account === null) throw new Error('The access token is not valid')
    if (!this.#seats.take(account.account_id)) throw new Error('The account has too many connections')
    // Its end is heard of only from here on.
    const giveBack = () => this.#seats.giveBack(account.account_id)
    if (socket.conn.readyState === 'open') socket.conn.once('close', giveBack)
    else giveBack()
    const expiresAt = expiryOf(token)
    // Calls forgive a clock that is a little off. A connection can wait for a new token.
    if (expiresAt <= Date.now()) throw new Error('The access token has ended')
    const member = await this.database.inOrganisation(org, (tx) => memberOf(tx, org, account))
    assertMaySync(member, this.settings.ROLLOUT_LOWEST_STAGE)
    socket.data = { account, member, expiresAt }
    await socket.join(roomsOf(member))
  }

  #emit(committed: Committed): void {
    if (this.server !== undefined) emitCommitted(this.server, committed)
  }

  #count(): void {
    if (this.server === undefined) return
    const { sockets, adapter } = this.server.sockets
    this.metrics.sockets.set(sockets.size)
    this.metrics.rooms.set(adapter.rooms.size)
  }

  #sweepLater(): void {
    this.#sweeping = setTimeout(() => void this.#sweep(), SWEEP_MS)
  }

  async #sweep(): Promise<void> {
    try {
      if (this.server !== undefined) await sweep(this.server, this.database)
    } catch (error) {
      this.#log.error(
        `Could not look who is still welcome: ${error instanceof Error ? error.message : error}`,
      )
    }
    if (this.#sweeping !== undefined) this.#sweepLater()
  }
}

/** Whose organisation does not sync yet comes back later; anybody else needs another token. */
function reasonOf(error: unknown): 'not_enabled' | 'unauthenticated' {
  const code = error instanceof ProblemException ? error.problem.code : null
  return code === 'not_enabled' ? code : 'unauthenticated'
}

/** Of a token that has been verified. */
function expiryOf(token: string): number {
  return (decodeJwt(token).exp ?? 0) * 1000
}
