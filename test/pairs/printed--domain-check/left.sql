create domain d as varchar(8) check (value in ('on', 'off'));
create domain e as integer check (value between 0 and 100);
