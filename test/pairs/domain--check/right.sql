create domain d as integer check (value > 1);
