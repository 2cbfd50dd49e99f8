-- CREATE TABLE would make one constraint of two that ask for the same index; ALTER TABLE makes both.
CREATE TABLE stations (
  id integer PRIMARY KEY,
  code text,
  name text,
  span int4range,
  CONSTRAINT stations_name_once UNIQUE (name),
  CONSTRAINT stations_span_apart EXCLUDE USING gist (span WITH &&)
);

ALTER TABLE stations ADD CONSTRAINT stations_id_key UNIQUE (id);
ALTER TABLE stations ADD CONSTRAINT stations_id_deferred UNIQUE (id) DEFERRABLE;
ALTER TABLE stations ADD CONSTRAINT a_name_too UNIQUE (name) WITH (fillfactor = 70);
ALTER TABLE stations ADD CONSTRAINT stations_name_covering UNIQUE (name) INCLUDE (code);
ALTER TABLE stations ADD CONSTRAINT stations_span_apart_too EXCLUDE USING gist (span WITH &&);

CREATE TABLE stops (
  station integer REFERENCES stations (id)
);
