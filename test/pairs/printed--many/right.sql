CREATE TABLE public.t0 (
    s character varying(9),
    n integer,
    CONSTRAINT t0_n_check CHECK (((n >= 0) AND (n <= 99))),
    CONSTRAINT t0_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t1 (
    s character varying(9),
    n integer,
    CONSTRAINT t1_n_check CHECK (((n >= 1) AND (n <= 99))),
    CONSTRAINT t1_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t10 (
    s character varying(9),
    n integer,
    CONSTRAINT t10_n_check CHECK (((n >= 10) AND (n <= 99))),
    CONSTRAINT t10_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t11 (
    s character varying(9),
    n integer,
    CONSTRAINT t11_n_check CHECK (((n >= 11) AND (n <= 99))),
    CONSTRAINT t11_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t2 (
    s character varying(9),
    n integer,
    CONSTRAINT t2_n_check CHECK (((n >= 2) AND (n <= 99))),
    CONSTRAINT t2_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t3 (
    s character varying(9),
    n integer,
    CONSTRAINT t3_n_check CHECK (((n >= 3) AND (n <= 99))),
    CONSTRAINT t3_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t4 (
    s character varying(9),
    n integer,
    CONSTRAINT t4_n_check CHECK (((n >= 4) AND (n <= 99))),
    CONSTRAINT t4_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t5 (
    s character varying(9),
    n integer,
    CONSTRAINT t5_n_check CHECK (((n >= 5) AND (n <= 99))),
    CONSTRAINT t5_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t6 (
    s character varying(9),
    n integer,
    CONSTRAINT t6_n_check CHECK (((n >= 6) AND (n <= 99))),
    CONSTRAINT t6_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t7 (
    s character varying(9),
    n integer,
    CONSTRAINT t7_n_check CHECK (((n >= 7) AND (n <= 99))),
    CONSTRAINT t7_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t8 (
    s character varying(9),
    n integer,
    CONSTRAINT t8_n_check CHECK (((n >= 8) AND (n <= 99))),
    CONSTRAINT t8_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
CREATE TABLE public.t9 (
    s character varying(9),
    n integer,
    CONSTRAINT t9_n_check CHECK (((n >= 9) AND (n <= 99))),
    CONSTRAINT t9_s_check CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
);
