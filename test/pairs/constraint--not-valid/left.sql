create table p (id integer primary key);
create table t (a integer);
alter table t add constraint fk foreign key (a) references p not valid;
alter table t add constraint ck check (a > 0) no inherit;
