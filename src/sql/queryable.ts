/** The least that reading a catalog asks of a connection; `server/connection.ts` provides it. */
export interface Queryable {
  /** `server_version_num`, such as 150018. */
  readonly serverVersion: number
  /** Rows of one statement (extended protocol when values are given). */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** Rows of each statement of one round trip (simple protocol: one implicit transaction). */
  queries(sql: readonly string[]): Promise<object[][]>
}
