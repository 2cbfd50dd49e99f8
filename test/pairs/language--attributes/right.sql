create function h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
create trusted language same handler h;
create language other handler plpgsql_call_handler;
alter language other owner to pairs_other;
revoke usage on language same from public;
comment on language same is 'b';
