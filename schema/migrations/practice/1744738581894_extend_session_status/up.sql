-- The new values can be used from the next migration on: not in the transaction that adds them.
ALTER TYPE practice.session_status ADD VALUE 'paused' AFTER 'active';
ALTER TYPE practice.session_status ADD VALUE 'abandoned';
