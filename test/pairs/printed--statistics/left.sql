create table t (a varchar(5), b integer);
create statistics st on (a in ('x', 'y')), b from t;
