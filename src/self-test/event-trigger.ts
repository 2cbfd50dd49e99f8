// Event triggers; the order of their tags has no meaning. They are disabled here, since they would act on what comes next.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const eventTriggers: KindMutations = {
  kind: 'event-trigger',
  schema: `
    CREATE SCHEMA st_event_trigger;
    CREATE FUNCTION st_event_trigger.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    CREATE FUNCTION st_event_trigger.g() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    CREATE EVENT TRIGGER st_event_trigger ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')
      EXECUTE FUNCTION st_event_trigger.f();`,
  mutations: [
    {
      name: 'another event',
      sql: `
        DROP EVENT TRIGGER st_event_trigger;
        CREATE EVENT TRIGGER st_event_trigger ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION st_event_trigger.f()`,
      expected: [changed('event-trigger', 'st_event_trigger', 'event')],
    },
    {
      name: 'other tags',
      sql: `
        DROP EVENT TRIGGER st_event_trigger;
        CREATE EVENT TRIGGER st_event_trigger ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION st_event_trigger.f()`,
      expected: [changed('event-trigger', 'st_event_trigger', 'tags')],
    },
    {
      name: 'no tags',
      sql: `
        DROP EVENT TRIGGER st_event_trigger;
        CREATE EVENT TRIGGER st_event_trigger ON ddl_command_end EXECUTE FUNCTION st_event_trigger.f()`,
      expected: [changed('event-trigger', 'st_event_trigger', 'tags')],
    },
    {
      name: 'another function',
      sql: `
        DROP EVENT TRIGGER st_event_trigger;
        CREATE EVENT TRIGGER st_event_trigger ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION st_event_trigger.g()`,
      expected: [changed('event-trigger', 'st_event_trigger', 'function')],
    },
    {
      name: 'DISABLE',
      sql: 'ALTER EVENT TRIGGER st_event_trigger DISABLE',
      expected: [changed('event-trigger', 'st_event_trigger', 'enabled')],
    },
    {
      name: 'ENABLE REPLICA',
      sql: 'ALTER EVENT TRIGGER st_event_trigger ENABLE REPLICA',
      expected: [changed('event-trigger', 'st_event_trigger', 'enabled')],
    },
    {
      name: 'ENABLE ALWAYS',
      sql: 'ALTER EVENT TRIGGER st_event_trigger ENABLE ALWAYS',
      expected: [changed('event-trigger', 'st_event_trigger', 'enabled')],
    },
    {
      name: 'OWNER TO',
      sql: `
        CREATE ROLE pgfold_self_test_owner SUPERUSER;
        ALTER EVENT TRIGGER st_event_trigger OWNER TO pgfold_self_test_owner`,
      cleanUp: 'DROP ROLE pgfold_self_test_owner',
      expected: [changed('event-trigger', 'st_event_trigger', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER EVENT TRIGGER st_event_trigger RENAME TO st_event_trigger_renamed',
      expected: [missing('event-trigger', 'st_event_trigger'), extra('event-trigger', 'st_event_trigger_renamed')],
    },
    {
      name: 'DROP',
      sql: 'DROP EVENT TRIGGER st_event_trigger',
      expected: [missing('event-trigger', 'st_event_trigger')],
    },
  ],
  harmless: [
    {
      name: 'recreated with its tags in another order',
      sql: `
        DROP EVENT TRIGGER st_event_trigger;
        CREATE EVENT TRIGGER st_event_trigger ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'CREATE TABLE') EXECUTE PROCEDURE st_event_trigger.f()`,
    },
    {
      name: 'disabled and enabled',
      sql: `
        ALTER EVENT TRIGGER st_event_trigger DISABLE;
        ALTER EVENT TRIGGER st_event_trigger ENABLE`,
    },
  ],
}
