// Servers that were unpacked into the folder of PGFOLD_SERVERS count as installed.
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { serversFolder } from '../../scripts/fetch-servers.js'
import { installedBinaries } from '../../src/server/installed-binaries.ts'
import { everyVersion } from '../support/every-version.ts'

it.runIf(everyVersion.includes('installed:14'))(
  'finds a major by its folder, and names them where one is missing',
  async () => {
    const { folder, major } = await installedBinaries(14)
    expect({ folder, major }).toEqual({ folder: join(serversFolder(), '14', 'bin'), major: 14 })
    await expect(installedBinaries(99)).rejects.toMatchObject({
      code: 'no-installed-server',
      details: expect.arrayContaining([`found PostgreSQL 14 in ${folder}`]) as unknown,
    })
  },
)
