CREATE INDEX CONCURRENTLY users_status ON users (status);
ALTER TABLE users RENAME COLUMN name TO full_name;
