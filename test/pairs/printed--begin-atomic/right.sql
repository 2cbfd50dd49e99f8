CREATE TABLE public.t (
    a character varying(5),
    b integer
);
CREATE FUNCTION public.f(n integer) RETURNS bigint
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public.t
   WHERE (((t.a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])) AND ((t.b >= 1) AND (t.b <= f.n)));
END;
