create table t (a varchar(5), b boolean generated always as (a in ('x', 'y')) stored, c boolean default ('x'::varchar in ('x', 'y')));
