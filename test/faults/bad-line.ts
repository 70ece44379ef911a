// A line between the apps and their database that can become slow, break, or fall silent without breaking.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class BadLine {
  private readonly sockets = new Set<Socket>();
  private delayMs = 0;
  private isSilent = false;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  static async to(url: string): Promise<BadLine> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BadLine(server, new URL(url));
  }

  /** The same database over this line. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  /** Everything takes so much longer, each way. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Every connection ends at once; new ones are let through. */
  reset(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Connections stay open, and new ones open, but nothing comes through; what was said meanwhile is lost. */
  fallSilent(): void {
    this.isSilent = true;
  }

  /** New connections are good again. Those from before stay silent for ever, as a half-open connection does. */
  speakAgain(): void {
    this.isSilent = false;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    let isDead = false;
    const relay = (from: Socket, to: Socket): void => {
      this.sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.on('data', (data) => {
        isDead ||= this.isSilent;
        if (isDead) return;
        if (this.delayMs === 0) return void to.write(data);
        from.pause(); // in order
        setTimeout(() => {
          to.write(data);
          from.resume();
        }, this.delayMs);
      });
    };
    relay(client, server);
    relay(server, client);
  }
}
