create table p (id integer primary key);
create table t (a integer constraint fk references p on delete cascade deferrable initially deferred);
