CREATE TABLE public.target (id integer PRIMARY KEY);
CREATE TABLE public."Source" (id integer REFERENCES public.target, k integer UNIQUE DEFERRABLE, self integer,
  UNIQUE (id), FOREIGN KEY (self) REFERENCES public."Source" (id));
ALTER TABLE public."Source" DISABLE TRIGGER ALL;
