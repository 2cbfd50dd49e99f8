CREATE TABLE public.t (
    a character varying(5),
    b integer,
    c date
);
CREATE MATERIALIZED VIEW public.m AS
 SELECT t.a
   FROM public.t
  WHERE ((t.a)::text <> ALL ((ARRAY['q'::character varying, 'r'::character varying])::text[]))
;
CREATE VIEW public.v AS
 SELECT t.a,
    t.b,
    t.c,
        CASE
            WHEN ((t.a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])) THEN 1
            ELSE NULL::integer
        END AS k
   FROM public.t
  WHERE (((t.b >= 1) AND (t.b <= 5)) OR (t.c = '2020-01-01'::date));
