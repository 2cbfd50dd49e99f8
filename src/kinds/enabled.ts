// Triggers, event triggers and rules fire in an ordinary session (origin), as a replica, always or never:
// tgenabled, evtenabled and ev_enabled hold the same four letters.

/** The state as an attribute. */
export const enabledStates: Readonly<Record<string, string>> = {
  O: 'origin',
  D: 'disabled',
  R: 'replica',
  A: 'always',
}

/** The words before TRIGGER or RULE in ALTER TABLE that set a state. */
export const enablingWords: Readonly<Record<string, string>> = {
  origin: 'ENABLE',
  disabled: 'DISABLE',
  replica: 'ENABLE REPLICA',
  always: 'ENABLE ALWAYS',
}
