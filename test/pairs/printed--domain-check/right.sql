CREATE DOMAIN public.d AS character varying(8)
	CONSTRAINT d_check CHECK (((VALUE)::text = ANY ((ARRAY['on'::character varying, 'off'::character varying])::text[])));
CREATE DOMAIN public.e AS integer
	CONSTRAINT e_check CHECK (((VALUE >= 0) AND (VALUE <= 100)));
