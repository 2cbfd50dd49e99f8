CREATE TABLE public.t (
    a character varying(5),
    b boolean GENERATED ALWAYS AS (((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))) STORED,
    c boolean DEFAULT (('x'::character varying)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))
);
