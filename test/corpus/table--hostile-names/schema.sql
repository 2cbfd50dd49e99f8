CREATE SCHEMA "Größe.x";
CREATE SCHEMA "select";
CREATE TABLE "Größe.x"."a ""quoted"" table" (
  "user" integer NOT NULL,
  "Mixed Case" text DEFAULT 'it''s "x" \ back' COLLATE "C",
  "dot.ted" integer GENERATED ALWAYS AS IDENTITY,
  "(paren)" integer CHECK ("(paren)" > 0),
  "日本語" varchar(10) DEFAULT '(' || ')',
  "a,b" integer REFERENCES "Größe.x"."a ""quoted"" table" ("user"),
  PRIMARY KEY ("user"),
  CONSTRAINT "it's; a -- check /*" CHECK ("Mixed Case" <> ')' AND "日本語" IS NOT NULL)
);
CREATE INDEX "weird ON ( index" ON "Größe.x"."a ""quoted"" table" ("a,b", lower("Mixed Case"), "dot.ted" DESC) WHERE "a,b" > 1;
CREATE TABLE "select"."table" ("order" integer, "end" integer, UNIQUE ("order", "end"));
CREATE INDEX ON "select"."table" (("order" + "end"));
CREATE SEQUENCE "select"."from" OWNED BY "select"."table"."end";
CREATE STATISTICS "select"."where" ON "order", "end" FROM "select"."table";
CREATE TABLE public."$1" ("1" integer, "_" integer, a$b integer, "é" integer);
