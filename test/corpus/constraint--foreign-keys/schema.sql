CREATE SCHEMA other;
CREATE TABLE other.target (a integer, b integer, c integer UNIQUE, PRIMARY KEY (a, b));
CREATE UNIQUE INDEX plain_unique ON other.target (b);
CREATE TABLE public.source (
  a integer, b integer, c integer,
  CONSTRAINT f1 FOREIGN KEY (a, b) REFERENCES other.target MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL,
  CONSTRAINT f2 FOREIGN KEY (c) REFERENCES other.target (c) ON UPDATE SET DEFAULT ON DELETE RESTRICT DEFERRABLE,
  CONSTRAINT f3 FOREIGN KEY (b) REFERENCES other.target (b) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT f4 FOREIGN KEY (b, a) REFERENCES other.target (a, b) ON DELETE SET NULL
);
ALTER TABLE public.source ADD CONSTRAINT f5 FOREIGN KEY (a) REFERENCES other.target (c) NOT VALID;
CREATE TABLE public.node (id integer PRIMARY KEY, parent integer REFERENCES public.node ON DELETE SET DEFAULT);
CREATE TABLE public.egg (id integer PRIMARY KEY, hen integer);
CREATE TABLE public.hen (id integer PRIMARY KEY, egg integer NOT NULL REFERENCES public.egg);
ALTER TABLE public.egg ADD FOREIGN KEY (hen) REFERENCES public.hen ON DELETE CASCADE;
