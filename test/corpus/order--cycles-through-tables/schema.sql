-- Types, domains, sequences and tables that need each other.
-- A domain's check calls a function that reads a table with a column of the domain; another column defaults to it.
CREATE DOMAIN code AS text;
CREATE TABLE used_code (value code PRIMARY KEY, again code);
CREATE FUNCTION is_free(wanted text) RETURNS boolean LANGUAGE sql STABLE BEGIN ATOMIC SELECT NOT EXISTS (SELECT FROM used_code u WHERE u.value::text = wanted AND false); END;
ALTER DOMAIN code ADD CONSTRAINT code_free CHECK (is_free(VALUE));
CREATE FUNCTION some_code() RETURNS code LANGUAGE sql STABLE BEGIN ATOMIC SELECT value FROM used_code LIMIT 1; END;
ALTER DOMAIN code SET DEFAULT 'none';
ALTER TABLE used_code ALTER again SET DEFAULT some_code();
-- A composite type of a table's rows, a domain over it, and the table that has a column of that domain.
CREATE TABLE node (id int PRIMARY KEY);
CREATE TYPE edge AS (start node, stop node);
CREATE DOMAIN short_edge AS edge CHECK (((VALUE).start).id < ((VALUE).stop).id);
CREATE TABLE route (id int PRIMARY KEY, edges short_edge[], first edge);
CREATE FUNCTION first_of(route) RETURNS edge LANGUAGE sql IMMUTABLE RETURN $1.first;
ALTER TABLE route ADD CONSTRAINT route_first CHECK ((first_of(route)).start IS NULL);
CREATE VIEW starts AS SELECT p.id, (first_of(p)).start AS start FROM route p;
CREATE TABLE starting (at starts, since int);
CREATE FUNCTION start_of(starting) RETURNS int LANGUAGE sql IMMUTABLE RETURN (($1.at).start).id;
CREATE INDEX starting_at ON starting (start_of(starting));
-- A sequence that a table owns and that another one's default and a function read; it names the first one's default.
CREATE TABLE ticket (id int PRIMARY KEY, next int);
CREATE SEQUENCE ticket_seq OWNED BY ticket.id;
CREATE FUNCTION draw() RETURNS bigint LANGUAGE sql VOLATILE BEGIN ATOMIC SELECT nextval('ticket_seq'::regclass) + (SELECT count(*) FROM ticket); END;
ALTER TABLE ticket ALTER id SET DEFAULT draw(), ALTER next SET DEFAULT nextval('ticket_seq');
CREATE TABLE stub (ticket int DEFAULT nextval('ticket_seq') REFERENCES ticket, drawn bigint DEFAULT draw());
ALTER TABLE ticket ADD CONSTRAINT ticket_next_fkey FOREIGN KEY (next) REFERENCES ticket, ADD COLUMN stub_id int;
ALTER TABLE stub ADD CONSTRAINT stub_key UNIQUE (ticket);
ALTER TABLE ticket ADD CONSTRAINT ticket_stub_fkey FOREIGN KEY (stub_id) REFERENCES stub (ticket);
-- A view that needs a primary key, a function that needs the view, and a check that needs the function.
CREATE VIEW grouped AS SELECT t.id, t.next, count(s.*) AS stubs FROM ticket t LEFT JOIN stub s ON s.ticket = t.id GROUP BY t.id;
CREATE FUNCTION stubs_of(wanted int) RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT stubs FROM grouped g WHERE g.id = wanted; END;
ALTER TABLE stub ADD CONSTRAINT few_stubs CHECK (stubs_of(ticket) < 10);
-- A partition whose default, check and index call a function that reads the whole.
CREATE TABLE event (id int, region int) PARTITION BY RANGE (id);
CREATE TABLE event_low PARTITION OF event FOR VALUES FROM (MINVALUE) TO (100);
CREATE FUNCTION region_of(wanted int) RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT max(region) FROM event e WHERE e.id = wanted; END;
ALTER TABLE event_low ALTER region SET DEFAULT region_of(1), ADD CONSTRAINT low_region CHECK (region_of(id) IS NULL);
CREATE INDEX event_region ON event (region_of(region));
