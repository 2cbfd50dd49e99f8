import type { Queryable } from '../sql/queryable.ts'

/** Where a server is and who asks, as `pg` and libpq programs take it. `host` may be a socket directory. */
export interface Address {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  /** Never printed, never in the arguments of a child process. */
  readonly password?: string
  /** `disable`, `require`, `verify-full` … as libpq's sslmode. */
  readonly sslmode?: string
  /** The file with the certificate authorities to trust, as libpq's sslrootcert. */
  readonly sslrootcert?: string
  /** Settings of the session, as libpq's options: `-c name=value …`. */
  readonly options?: string
}

/** One open connection to one database. What is asked at once is answered in turn. */
export interface Database extends Queryable {
  readonly address: Address
  /** `PostgreSQL 18.4`, as reports name it. */
  readonly serverLabel: string
  /**
   * Runs SQL text by the simple protocol, exactly as given: one statement, or several in one implicit
   * transaction. Throws `pg`'s DatabaseError, whose `position` counts characters of `sql` from 1.
   */
  execute(sql: string): Promise<void>
  /** Runs a `COPY … FROM STDIN` statement with its data. */
  copyIn(sql: string, data: string): Promise<void>
  /** Closing twice is harmless. */
  close(): Promise<void>
}

/** A database that this process created and that `drop` (or the server's end) removes. */
export interface ScratchDatabase {
  readonly name: string
  readonly address: Address
  /** A new connection; the caller closes it. */
  connect(): Promise<Database>
  drop(): Promise<void>
}

/** The one server of a run on which histories are replayed and results are proved. */
export interface ScratchServer {
  /** `embedded PostgreSQL 18.4` · `installed PostgreSQL 15.18` · `PostgreSQL 15.18 at db.example.com`. */
  readonly label: string
  readonly serverVersion: number
  /** It was started for this run, so that all that happens there is the run's. */
  readonly isOurs: boolean
  /** From template0, with a unique name. */
  createDatabase(): Promise<ScratchDatabase>
  /** A copy of a scratch database nobody is connected to (CREATE DATABASE … TEMPLATE). */
  copyDatabase(source: ScratchDatabase): Promise<ScratchDatabase>
  /** Creates the roles (NOLOGIN) that the server lacks; returns those it created. `close` drops them where the server outlives the run. */
  ensureRoles(names: readonly string[]): Promise<readonly string[]>
  /**
   * True where a connection may take on the role of this superuser (`-c role=`). One that is missing is created on a
   * server of our own, without login, and one that a history created there becomes one; never on a server that was given.
   */
  ensureSuperuser(name: string): Promise<boolean>
  /** Takes over roles that a replay created here, so that `close` drops them too where the server outlives the run. */
  readonly adoptRoles: (names: readonly string[]) => Promise<void>
  /** Drops what this process created and stops the server if it is ours. Closing twice is harmless. */
  close(): Promise<void>
}
