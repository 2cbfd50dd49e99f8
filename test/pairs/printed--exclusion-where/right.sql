CREATE TABLE public.t (
    r int4range,
    a character varying(5)
);
ALTER TABLE ONLY public.t
    ADD CONSTRAINT t_r_excl EXCLUDE USING gist (r WITH &&) WHERE (((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])));
