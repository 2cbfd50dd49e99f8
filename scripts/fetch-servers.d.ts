export const fetchedMajors: readonly string[]
export function serversFolder(): string
export function fetchServers(majors?: readonly string[]): string
