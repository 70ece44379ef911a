import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** Where a process is cut off: with its write not sent yet, or done while the answer is on its way. */
export interface Cut {
  readonly write: number;
  readonly when: 'before' | 'after';
  /** The connections break, and new ones are let through. */
  readonly isPassing?: boolean;
}

/** Where a process stands still, its write not sent yet. */
interface Pause {
  readonly write: number;
}

const CHANGES = ['insert', 'update', 'delete', 'findAndModify'];
/** Length, request id, answer's id, opcode; flags and the kind of the first section; the length of its document. */
const BEFORE_FIRST_ELEMENT = 16 + 5 + 4;

/**
 * Stands between one process and its MongoDB. It cuts the process off at a write of the test's choice (from then on
 * nothing of it reaches the server, as if it had died there), or holds it there until it is told to go on.
 */
export class WireProxy {
  private cut: Cut | undefined;
  private writes = 0;
  private isCut = false;
  private hasHit = false;
  private pauseAt = 0;
  private goOn: (() => void) | undefined;
  private onPause: () => void = () => undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => this.relay(client));
  }

  static async open(serverUrl: string): Promise<WireProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new WireProxy(server, new URL(serverUrl));
  }

  /** The same database through the proxy. */
  urlOf(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    url.searchParams.set('directConnection', 'true');
    return url.href;
  }

  /** Writes are counted from now on, the next being number 1. */
  arm(cut: Cut): void {
    this.cut = cut;
    this.writes = 0;
  }

  get hasCut(): boolean {
    return this.hasHit;
  }

  /** Resolves when the process stands still; as `arm`, counts from now on. */
  pause({ write }: Pause): Promise<void> {
    this.writes = 0;
    this.pauseAt = write;
    return new Promise((resolve) => (this.onPause = resolve));
  }

  /** The process goes on, with the write that it stood before. */
  resume(): void {
    this.pauseAt = 0;
    this.goOn?.();
  }

  async close(): Promise<void> {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private relay(client: Socket): void {
    if (this.isCut) return void client.destroy();
    const server = connect(Number(this.target.port || 27017), this.target.hostname);
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    let awaitsCut = false;
    onMessages(client, (message) => {
      if (this.isCut) return;
      const write = this.count(message);
      if (write > 0 && write === this.pauseAt) return this.hold(() => server.write(message));
      const isHere = write > 0 && write === this.cut?.write;
      if (isHere && this.cut?.when === 'before') return this.sever();
      awaitsCut ||= isHere;
      server.write(message);
    });
    server.on('data', (data) => {
      if (awaitsCut) return this.sever();
      if (!this.isCut) client.write(data);
    });
  }

  /** The number of a write; 0 for anything else. */
  private count(message: Buffer): number {
    if (!CHANGES.includes(commandOf(message))) return 0;
    this.writes += 1;
    return this.writes;
  }

  private hold(goOn: () => void): void {
    this.goOn = goOn;
    this.onPause();
  }

  private sever(): void {
    this.hasHit = true;
    this.isCut = this.cut?.isPassing !== true;
    for (const socket of this.sockets) socket.destroy();
  }
}

/** A command is named by the first key of its document. */
function commandOf(message: Buffer): string {
  const name = BEFORE_FIRST_ELEMENT + 1;
  return message.toString('latin1', name, message.indexOf(0, name));
}

/** Messages begin with their own length. */
function onMessages(socket: Socket, take: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 4 && rest.length >= rest.readUInt32LE(0)) {
      const length = rest.readUInt32LE(0);
      take(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
}
