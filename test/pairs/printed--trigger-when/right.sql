CREATE FUNCTION public.f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$begin return new; end$$;
CREATE TABLE public.t (
    a character varying(5),
    b integer
);
CREATE TRIGGER tr BEFORE INSERT ON public.t FOR EACH ROW WHEN ((((new.a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])) AND ((new.b >= 1) AND (new.b <= 5)))) EXECUTE FUNCTION public.f();
