-- Written by hand: the tickets of a live database must stay open for writing meanwhile.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "support_tickets_open_idx" ON "support_tickets" ("project_id", "opened_at") WHERE "status" <> 'CLOSED';--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "users_super_admin_idx" ON "users" ("role") WHERE "role" = 'SUPER_ADMIN';--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "ticket_comments_ticket_idx" ON "ticket_comments" ("ticket_id");
