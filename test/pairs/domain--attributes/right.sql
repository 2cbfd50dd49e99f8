create domain d as varchar(20) default 'y' not null;
