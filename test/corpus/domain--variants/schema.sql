CREATE DOMAIN plain AS integer;
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN email AS varchar(320) COLLATE "C" DEFAULT 'nobody@example.com' NOT NULL
  CONSTRAINT has_at CHECK (position('@' in VALUE) > 1) CONSTRAINT "Short!" CHECK (length(VALUE) < 100);
CREATE DOMAIN amounts AS numeric(10, 2)[] DEFAULT '{0}';
CREATE DOMAIN nested AS positive DEFAULT 7 CHECK (VALUE < 1000);
CREATE DOMAIN stamped AS timestamptz(3) DEFAULT now();
CREATE SCHEMA "Odd ""schema""";
CREATE DOMAIN "Odd ""schema"""."Domain.Name" AS text CHECK (VALUE <> 'it''s');
CREATE TABLE t (a positive DEFAULT 3, e email, n nested NOT NULL, "O" "Odd ""schema"""."Domain.Name");
COMMENT ON DOMAIN email IS 'an address';
COMMENT ON CONSTRAINT has_at ON DOMAIN email IS 'the at sign';
