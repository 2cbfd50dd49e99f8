CREATE TABLE public.t (
    a character varying(5),
    b integer
);
CREATE STATISTICS public.st ON b, (a::text = ANY (ARRAY['x'::character varying, 'y'::character varying]::text[])) FROM public.t;
