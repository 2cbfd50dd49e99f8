-- Rows go into partitions; triggers of every table above them must not act on them.
CREATE TABLE event (id int, region text, noted text) PARTITION BY LIST (region);
CREATE TABLE event_eu PARTITION OF event FOR VALUES IN ('at', 'ch') PARTITION BY LIST (region);
CREATE TABLE event_at PARTITION OF event_eu FOR VALUES IN ('at');
CREATE TABLE event_rest PARTITION OF event DEFAULT;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.noted := coalesce(NEW.noted, '') || TG_NAME; RETURN NEW; END $$;
INSERT INTO event VALUES (1, 'at', NULL), (2, 'de', 'kept');
CREATE TRIGGER top BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION note();
CREATE TRIGGER middle BEFORE INSERT ON event_eu FOR EACH ROW EXECUTE FUNCTION note();
CREATE TRIGGER changes BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION note();
INSERT INTO event VALUES (3, 'at');
