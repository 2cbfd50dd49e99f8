CREATE TABLE zone (id int PRIMARY KEY, factor int NOT NULL);
CREATE FUNCTION factor_of(zone_id int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT factor FROM public.zone WHERE id = zone_id $$;
CREATE TABLE address (id int PRIMARY KEY, zone_id int NOT NULL);
CREATE INDEX address_factor_idx ON address (factor_of(zone_id));
INSERT INTO zone VALUES (1, 3);
INSERT INTO address VALUES (1, 1);
