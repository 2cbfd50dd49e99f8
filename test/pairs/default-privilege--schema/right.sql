alter default privileges in schema public grant select on sequences to pairs_app;
