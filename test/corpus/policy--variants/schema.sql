-- roles: alice bob Odd_Role
CREATE TABLE accounts (id integer PRIMARY KEY, owner name, "Level" integer, state varchar(10));
CREATE TABLE members (account integer, who name);
CREATE FUNCTION may_see(integer) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY everything ON accounts;
CREATE POLICY for_select ON accounts FOR SELECT USING (owner = CURRENT_USER);
CREATE POLICY for_insert ON accounts FOR INSERT TO bob, alice WITH CHECK ("Level" > 0 AND state <> ')');
CREATE POLICY for_update ON accounts AS RESTRICTIVE FOR UPDATE TO alice USING (true) WITH CHECK (may_see(id));
CREATE POLICY for_delete ON accounts FOR DELETE TO PUBLIC USING (EXISTS (SELECT FROM members m WHERE m.account = accounts.id));
CREATE POLICY for_all ON accounts FOR ALL TO "Odd_Role" USING (may_see(id)) WITH CHECK ((id > 0) OR (id < -5));
CREATE POLICY to_me ON accounts TO CURRENT_USER USING (id IN (SELECT account FROM members WHERE who = CURRENT_USER));
CREATE POLICY "Hostile ""policy""; --" ON accounts USING (state <> 'it''s');
CREATE POLICY on_other ON members USING (account IN (SELECT id FROM accounts));
COMMENT ON POLICY "Hostile ""policy""; --" ON accounts IS 'quotes ''" and
a new line';
