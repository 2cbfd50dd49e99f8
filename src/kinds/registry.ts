import { accessMethods } from './access-methods.ts'
import { aggregates } from './aggregates.ts'
import { baseTypes } from './base-types.ts'
import { casts } from './casts.ts'
import { collations } from './collations.ts'
import { columns } from './columns.ts'
import { comments } from './comments.ts'
import { composites } from './composites.ts'
import { constraints } from './constraints.ts'
import { conversions } from './conversions.ts'
import { databaseSettings } from './database-settings.ts'
import { defaultPrivileges } from './default-privileges.ts'
import { defaults } from './defaults.ts'
import { domains } from './domains.ts'
import { enums } from './enums.ts'
import { eventTriggers } from './event-triggers.ts'
import { extendedStatistics } from './extended-statistics.ts'
import { extensionDependencies } from './extension-dependencies.ts'
import { extensions } from './extensions.ts'
import { extensionTables } from './extension-tables.ts'
import { foreignDataWrappers } from './foreign-data-wrappers.ts'
import { foreignServers } from './foreign-servers.ts'
import { foreignTables } from './foreign-tables.ts'
import { functions } from './functions.ts'
import { indexes } from './indexes.ts'
import type { Kind } from './kind.ts'
import { languages } from './languages.ts'
import { largeObjects } from './large-objects.ts'
import { materializedViews } from './materialized-views.ts'
import { operatorClasses } from './operator-classes.ts'
import { operatorFamilies } from './operator-families.ts'
import { operators } from './operators.ts'
import { policies } from './policies.ts'
import { privileges } from './privileges.ts'
import { procedures } from './procedures.ts'
import { publicationSchemas } from './publication-schemas.ts'
import { publicationTables } from './publication-tables.ts'
import { publications } from './publications.ts'
import { ranges } from './ranges.ts'
import { rules } from './rules.ts'
import { schemas } from './schemas.ts'
import { securityLabels } from './security-labels.ts'
import { sequences } from './sequences.ts'
import { subscriptions } from './subscriptions.ts'
import { tables } from './tables.ts'
import { textSearchConfigurations } from './text-search-configurations.ts'
import { textSearchDictionaries } from './text-search-dictionaries.ts'
import { textSearchParsers } from './text-search-parsers.ts'
import { textSearchTemplates } from './text-search-templates.ts'
import { transforms } from './transforms.ts'
import { triggers } from './triggers.ts'
import { userMappings } from './user-mappings.ts'
import { views } from './views.ts'

/** Every kind, in natural creation order. The only list of them. */
export const kinds: readonly Kind[] = [
  accessMethods,
  aggregates,
  baseTypes,
  casts,
  collations,
  columns,
  comments,
  composites,
  constraints,
  conversions,
  databaseSettings,
  defaultPrivileges,
  defaults,
  domains,
  enums,
  eventTriggers,
  extendedStatistics,
  extensionDependencies,
  extensions,
  extensionTables,
  foreignDataWrappers,
  foreignServers,
  foreignTables,
  functions,
  indexes,
  languages,
  largeObjects,
  materializedViews,
  operatorClasses,
  operatorFamilies,
  operators,
  policies,
  privileges,
  procedures,
  publicationSchemas,
  publicationTables,
  publications,
  ranges,
  rules,
  schemas,
  securityLabels,
  sequences,
  subscriptions,
  tables,
  textSearchConfigurations,
  textSearchDictionaries,
  textSearchParsers,
  textSearchTemplates,
  transforms,
  triggers,
  userMappings,
  views,
].toSorted((a, b) => a.rank - b.rank)

const byName = new Map(kinds.map((kind) => [kind.name, kind]))

/** The kind of this name; a name that is not registered is a fault of the program. */
export function kindNamed(name: string): Kind {
  const kind = byName.get(name)
  if (kind === undefined) throw new Error(`no kind is named ${name}`)
  return kind
}
