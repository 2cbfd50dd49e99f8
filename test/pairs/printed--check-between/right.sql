CREATE TABLE public.t (
    a integer,
    b date,
    CONSTRAINT sane CHECK (((b < '2000-01-01'::date) OR (b > '2010-01-01'::date))),
    CONSTRAINT t_a_check CHECK (((a >= 1) AND (a <= 9)))
);
