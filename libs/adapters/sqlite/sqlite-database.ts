import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Claim } from '#ports/job-table.port.js';
import { MIGRATIONS } from './migrations.js';
import { corruptCatalogue, isBusy, translateSqliteError } from './translate-sqlite-error.js';

export type SqlValue = string | number | null | Uint8Array;

/** What repositories need of the database. */
export type SqliteSession = Pick<SqliteDatabase, 'rows' | 'row' | 'run' | 'read' | 'write'>;

/** 'CAST': marks the file as a Castline catalogue (`PRAGMA application_id`). */
const APPLICATION_ID = 0x43415354;

/** SQLite's own waiting stops the event loop, so it is short; the rest of the patience is spent asleep between tries. */
const BUSY_TIMEOUT_MS = 50;
const PATIENCE_MS = 15_000;

/** Up to this size the whole file is checked at every start (well under a second); larger ones on request only. */
const CHECKED_AT_START_BYTES = 64 * 2 ** 20;

/**
 * One connection to the catalogue's file. Statements run synchronously, so keep them short; several processes may hold
 * connections to one file (WAL: readers never wait, writers take turns).
 */
export class SqliteDatabase {
  private readonly statements = new Map<string, Database.Statement>();

  private constructor(
    private readonly connection: Database.Database,
    private readonly path: string,
  ) {}

  /** Opens or creates the file and brings its schema up to date. @throws CastlineError as `openCatalogue` */
  static async open(path: string): Promise<SqliteDatabase> {
    let connection: Database.Database;
    try {
      connection = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    } catch (error) {
      throw translateSqliteError(error, path);
    }
    const database = new SqliteDatabase(connection, path);
    try {
      await database.patiently(() => database.prepareFile());
      return database;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** All rows. Blobs arrive as ArrayBuffer (the driver's single-row call would make them Buffers: not used). */
  rows<Row>(sql: string, ...values: SqlValue[]): Row[] {
    return this.statement(sql).all(values) as Row[];
  }

  row<Row>(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.rows<Row>(sql, ...values)[0];
  }

  /** Number of rows changed. */
  run(sql: string, ...values: SqlValue[]): number {
    return this.statement(sql).run(values).changes;
  }

  /** Reads a consistent state: all statements of `work` see the same moment. */
  read<Result>(work: () => Result): Promise<Result> {
    return this.patiently(() => this.inTransaction('DEFERRED', work));
  }

  /** Makes the changes of `work` in one step, durable when the promise resolves, or none of them. `work` may be tried again. */
  write<Result>(work: () => Result): Promise<Result> {
    return this.patiently(() => this.inTransaction('IMMEDIATE', work));
  }

  /**
   * The same file on behalf of a job: every write looks, in its own transaction, whether the claim still holds.
   * @throws CastlineError `conflict` JOB.LEASE_LOST from `write`
   */
  fenced(claim: Claim): SqliteSession {
    const held = "SELECT 1 FROM jobs WHERE id = ? AND token = ? AND state = 'running'";
    return {
      rows: (sql, ...values) => this.rows(sql, ...values),
      row: (sql, ...values) => this.row(sql, ...values),
      run: (sql, ...values) => this.run(sql, ...values),
      read: (work) => this.read(work),
      write: (work) =>
        this.write(() => {
          if (!this.row(held, claim.id, claim.token)) throw lostLease(claim);
          return work();
        }),
    };
  }

  /** Reads every page. @throws CastlineError `environment` CATALOGUE.CORRUPT */
  async checkIntegrity(): Promise<void> {
    await this.patiently(() => this.check('integrity_check'));
  }

  get isOpen(): boolean {
    return this.connection.open;
  }

  close(): void {
    this.statements.clear();
    if (!this.connection.open) return;
    // The driver lets go of the file only when its statements are collected: leave everything in the main file by then.
    try {
      this.rows('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Somebody else is reading or the disk is full: the -wal file keeps what is in it, the next opening goes on.
    }
    this.statements.clear();
    this.connection.close();
  }

  private statement(sql: string): Database.Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const prepared = this.connection.prepare(sql);
    this.statements.set(sql, prepared);
    return prepared;
  }

  private inTransaction<Result>(mode: 'DEFERRED' | 'IMMEDIATE', work: () => Result): Result {
    this.connection.exec(`BEGIN ${mode}`);
    try {
      const result = work();
      this.connection.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk or an I/O error has rolled back already; a second ROLLBACK would hide the first error.
      if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
      throw error;
    }
  }

  private async patiently<Result>(work: () => Result): Promise<Result> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    for (let wait = 5; ; wait = Math.min(wait * 2, 200)) {
      if (!this.connection.open) throw closedCatalogue(this.path);
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > giveUpAt) throw translateSqliteError(error, this.path);
      }
      await sleep(wait * (0.5 + Math.random()));
    }
  }

  private prepareFile(): void {
    this.refuseForeignFile();
    this.pragma('page_size = 16384'); // of a new file; embeddings and crops are read twice as fast as from 4096
    this.requireWal();
    // A file in WAL mode is re-opened with NORMAL by some builds; acknowledged work must survive a power cut.
    this.pragma('synchronous = FULL');
    this.pragma('foreign_keys = ON');
    this.pragma(`journal_size_limit = ${64 * 2 ** 20}`);
    if (statSync(this.path).size <= CHECKED_AT_START_BYTES) this.check('quick_check');
    if (this.pragma('user_version') !== MIGRATIONS.length)
      this.inTransaction('IMMEDIATE', () => this.migrate());
  }

  /** Before anything is written: the file is empty, or ours and not of a later version. */
  private refuseForeignFile(): void {
    const version = this.pragma('user_version');
    const isEmpty = this.rows('SELECT 1 FROM sqlite_schema LIMIT 1').length === 0;
    if (!isEmpty && this.pragma('application_id') !== APPLICATION_ID) {
      throw new CastlineError(
        'environment',
        'CATALOGUE.FOREIGN_FILE',
        `${this.path} is a database of another program, expected a Castline catalogue; choose another data folder`,
        { path: this.path },
      );
    }
    if (version > MIGRATIONS.length) {
      throw new CastlineError(
        'environment',
        'CATALOGUE.NEWER_SCHEMA',
        `the catalogue ${this.path} was written by a newer Castline (schema ${version}, this one knows up to ` +
          `${MIGRATIONS.length}); update Castline or choose another data folder`,
        { path: this.path, version, known: MIGRATIONS.length },
      );
    }
  }

  /** Where shared memory is missing (network folders), SQLite silently stays in another mode: refused. */
  private requireWal(): void {
    const [row] = this.rows<{ journal_mode: string }>('PRAGMA journal_mode = WAL');
    if (row?.journal_mode === 'wal') return;
    throw new CastlineError(
      'environment',
      'CATALOGUE.NOT_WRITABLE',
      `the folder of the catalogue ${this.path} does not allow several processes to share a file (is it on a network?); ` +
        'choose a data folder on a local disk',
      { path: this.path },
    );
  }

  private migrate(): void {
    const version = this.pragma('user_version'); // read again: another process may have migrated meanwhile
    for (const migration of MIGRATIONS.slice(version)) this.connection.exec(migration);
    this.connection.exec(
      `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`,
    );
  }

  private check(pragma: 'quick_check' | 'integrity_check'): void {
    const found = this.connection.prepare(`PRAGMA ${pragma}(3)`).all() as Record<string, unknown>[];
    const faults = found.map((row) => String(Object.values(row)[0])).filter((fault) => fault !== 'ok');
    if (faults.length > 0) throw corruptCatalogue(this.path, faults.join('; '));
  }

  private pragma(source: string): number {
    const [row] = this.connection.prepare(`PRAGMA ${source}`).all() as Record<string, unknown>[];
    return Number(row === undefined ? 0 : Object.values(row)[0]);
  }
}

function lostLease({ id }: Claim): CastlineError {
  const message = `the job ${id} was cancelled or is worked on by another process: nothing is written on its behalf`;
  return new CastlineError('conflict', 'JOB.LEASE_LOST', message, { id });
}

function closedCatalogue(path: string): CastlineError {
  return new CastlineError(
    'internal',
    'CATALOGUE.CLOSED',
    `the catalogue ${path} was used after it was closed`,
    { path },
  );
}
