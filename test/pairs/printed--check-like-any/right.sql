CREATE TABLE public.t (
    a character varying(20),
    b character(3),
    CONSTRAINT t_a_check CHECK (((a)::text ~~ ANY (ARRAY['x%'::text, 'y%'::text]))),
    CONSTRAINT t_b_check CHECK ((b = ANY (ARRAY['abc'::bpchar, 'def'::bpchar])))
);
