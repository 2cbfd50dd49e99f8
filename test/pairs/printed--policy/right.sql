CREATE TABLE public.t (
    a character varying(5),
    b integer
);
CREATE POLICY p ON public.t TO pairs_app USING (((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))) WITH CHECK (((b >= 1) AND (b <= 5)));
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
