create procedure p(a integer default 2, inout b text default 'x') language sql as 'select b';
