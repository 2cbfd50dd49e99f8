create function h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
create trusted language same handler h;
create trusted language other handler h inline plpgsql_inline_handler validator plpgsql_validator;
create language only_left handler h;
comment on language same is 'a';
