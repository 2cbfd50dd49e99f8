BEGIN;
CREATE TYPE mood AS ENUM ('calm');
COMMIT;
ALTER TYPE mood ADD VALUE 'busy';
ALTER TABLE tenants ADD COLUMN mood mood NOT NULL DEFAULT 'busy';
CREATE INDEX CONCURRENTLY tenants_name ON tenants (name);
VACUUM tenants;
