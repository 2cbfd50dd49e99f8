CREATE TABLE public.t (
    a character varying(5),
    b integer
);
CREATE INDEX i ON public.t USING btree (b) WHERE ((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]));
CREATE UNIQUE INDEX j ON public.t USING btree (lower((a)::text)) WHERE ((b >= 1) AND (b <= 2));
