create table t (a integer, b text);
create statistics st (dependencies) on a, b from t;
