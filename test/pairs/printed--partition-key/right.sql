CREATE TABLE public.t (
    a character varying(5),
    b integer
)
PARTITION BY RANGE ((
CASE
    WHEN ((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])) THEN b
    ELSE NULL::integer
END));
