create procedure p(a integer default 1, inout b text default 'x') language sql as 'select b';
