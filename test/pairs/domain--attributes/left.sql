create domain d as varchar(10) default 'x';
