CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
ALTER TYPE mood ADD VALUE 'it''s \ complicated' BEFORE 'ok';
ALTER TYPE mood ADD VALUE 'Größe, "quoted"' AFTER 'sad';
ALTER TYPE mood RENAME VALUE 'happy' TO 'very happy';
CREATE TYPE nothing AS ENUM ();
CREATE SCHEMA "My Types";
CREATE TYPE "My Types"."Order.Status" AS ENUM ('a', 'A', '');
CREATE TYPE "My Types"."select" AS ENUM ('from');
CREATE TYPE long_one AS ENUM ('first rather long label', 'second rather long label', 'third rather long label',
  'fourth rather long label', 'fifth rather long label');
COMMENT ON TYPE mood IS 'how one feels';
CREATE TABLE t (m mood DEFAULT 'ok', ms mood[] DEFAULT '{sad,ok}', o "My Types"."Order.Status" NOT NULL);
