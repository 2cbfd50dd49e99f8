-- requires: 18
CREATE TABLE public.target (id integer PRIMARY KEY);
CREATE TABLE public.t (
  a integer CHECK (a > 0) NOT ENFORCED,
  b integer REFERENCES public.target NOT ENFORCED
);
CREATE TABLE public.child () INHERITS (public.t);
