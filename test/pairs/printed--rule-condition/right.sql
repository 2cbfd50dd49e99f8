CREATE TABLE public.t (
    a character varying(5),
    b integer
);
CREATE RULE r AS
    ON UPDATE TO public.t
   WHERE ((old.a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])) DO INSTEAD NOTHING;
