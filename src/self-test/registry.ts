import { accessMethods } from './access-method.ts'
import { aggregates } from './aggregate.ts'
import { baseTypes } from './base-type.ts'
import { casts } from './cast.ts'
import { collations } from './collation.ts'
import { columns } from './column.ts'
import { identityColumns } from './column-identity.ts'
import { comments } from './comment.ts'
import { composites } from './composite.ts'
import { constraints } from './constraint.ts'
import { keyConstraints } from './constraint-key.ts'
import { conversions } from './conversion.ts'
import { databaseSettings } from './database-setting.ts'
import { defaults } from './default.ts'
import { defaultPrivileges } from './default-privilege.ts'
import { domains } from './domain.ts'
import { enums } from './enum.ts'
import { eventTriggers } from './event-trigger.ts'
import { extensions } from './extension.ts'
import { extensionDependencies } from './extension-dependency.ts'
import { extensionTables } from './extension-table.ts'
import { foreignDataWrappers } from './foreign-data-wrapper.ts'
import { foreignServers } from './foreign-server.ts'
import { foreignTables } from './foreign-table.ts'
import { functions } from './function.ts'
import { indexes } from './index.ts'
import { languages } from './language.ts'
import { largeObjects } from './large-object.ts'
import { materializedViews } from './materialized-view.ts'
import type { KindMutations } from './mutation.ts'
import { operators } from './operator.ts'
import { operatorClasses } from './operator-class.ts'
import { operatorFamilies } from './operator-family.ts'
import { policies } from './policy.ts'
import { privileges } from './privilege.ts'
import { procedures } from './procedure.ts'
import { publications } from './publication.ts'
import { publicationSchemas } from './publication-schema.ts'
import { publicationTables } from './publication-table.ts'
import { ranges } from './range.ts'
import { rules } from './rule.ts'
import { schemas } from './schema.ts'
import { securityLabels } from './security-label.ts'
import { sequences } from './sequence.ts'
import { extendedStatistics } from './statistics.ts'
import { subscriptions } from './subscription.ts'
import { tables } from './table.ts'
import { partitionedTables } from './table-partition.ts'
import { textSearchConfigurations } from './text-search-configuration.ts'
import { textSearchDictionaries } from './text-search-dictionary.ts'
import { textSearchParsers } from './text-search-parser.ts'
import { textSearchTemplates } from './text-search-template.ts'
import { transforms } from './transform.ts'
import { triggers } from './trigger.ts'
import { userMappings } from './user-mapping.ts'
import { views } from './view.ts'

/**
 * The mutations of every kind, in the order in which their schemas are built: extensions first, since others use
 * them, event triggers last, since they would fire. The only list of them.
 */
export const kindMutations: readonly KindMutations[] = [
  schemas,
  extensions,
  extensionTables,
  collations,
  accessMethods,
  languages,
  enums,
  domains,
  baseTypes,
  composites,
  ranges,
  sequences,
  functions,
  procedures,
  aggregates,
  operators,
  operatorFamilies,
  operatorClasses,
  casts,
  transforms,
  conversions,
  textSearchParsers,
  textSearchTemplates,
  textSearchDictionaries,
  textSearchConfigurations,
  foreignDataWrappers,
  foreignServers,
  userMappings,
  tables,
  partitionedTables,
  foreignTables,
  columns,
  identityColumns,
  defaults,
  constraints,
  keyConstraints,
  indexes,
  extendedStatistics,
  views,
  materializedViews,
  rules,
  triggers,
  policies,
  privileges,
  comments,
  securityLabels,
  extensionDependencies,
  defaultPrivileges,
  publications,
  publicationTables,
  publicationSchemas,
  largeObjects,
  databaseSettings,
  subscriptions,
  eventTriggers,
]
