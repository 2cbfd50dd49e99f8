// One table with a column of every type whose text is special, and tables of every shape that holds rows.

/** The schema alone. */
export const everyTypeSchema = String.raw`
create type mood as enum ('sad', 'ok "x"', 'a,b');
create type pair as (a int, b text, c mood[]);
create domain posint as int check (value > 0);
create domain dpair as pair; create domain dmoney as money; create domain dd as posint;
create type frange as range (subtype = float8);
create table empty_cols ();
create table everything (
  id bigint generated always as identity primary key, i2 smallint, i4 int, n numeric, n2 numeric(10,3), f4 real, f8 float8, b boolean, m money, dm dmoney,
  t text, vc varchar(20), c5 char(5), bp bpchar, ch "char", nm name, by bytea, d date, ts timestamp, tz timestamptz(3), ti time, ttz timetz, iv interval,
  bi bit(3), vb varbit, u uuid, x xml, j json, jb jsonb, jp jsonpath, tv tsvector, tq tsquery, e mood, ea mood[], p pair, pa pair[], dp dpair, po posint, ddd dd, r int4range, mr int4multirange, fr frange,
  tr tstzrange, inn inet, cid cidr, mac macaddr, pt point, po2 polygon, rc regclass, rp regprocedure, lsn pg_lsn, aa int[][], ab bytea[], am money[], fa float8[], gen int generated always as (i4 % 7) stored, o oid);
create table nokey (a text, b json);
create table "Odd ""name" ("select" int, "Ü" text);
create table parted (a int, b text) partition by list (a);
create table parted1 partition of parted for values in (1);
create table parted2 (b text, a int); alter table parted attach partition parted2 for values in (2);
create table base (a int); create table child (b int) inherits (base);
create sequence s1 start 5; create sequence s2; create sequence s3;
create table ser (id serial primary key, v text);
create materialized view mv as select a from base;
`

/** Rows with the values that are easily lost. */
export const everyTypeRows = String.raw`
insert into empty_cols default values; insert into empty_cols default values;
insert into everything (i2,i4,n,n2,f4,f8,b,m,dm,t,vc,c5,bp,ch,nm,by,d,ts,tz,ti,ttz,iv,bi,vb,u,x,j,jb,jp,tv,tq,e,ea,p,pa,dp,po,ddd,r,mr,fr,tr,inn,cid,mac,pt,po2,rc,rp,lsn,aa,ab,am,fa,o) values
 (-32768,-2147483648,'NaN',1.500,'-0','-0',true,'-1234.56','-0.01',E'it''s \\ tab\t nl\n cr\r end \v \b','x','ab ','ab   ','','n m',E'\\x00ff5c','0044-03-15 BC','infinity','2024-02-29 12:00:00.123456+05:30','24:00','12:00:00-03:30','-1 day +02:03:04.5','101','','0f8fad5b-d9cb-469f-a165-70867728950e','<a>b</a>c','{"b":1,  "a":[1.0]}','{"a":1.0}','$.a[*] ? (@ > 1)',E'''it''''s'':1A b:2',E'a & !b','a,b','{"a,b",NULL,"ok \"x\""}','(1,"a ""q"" \\ ","{sad}")',array[row(1,null,null)::pair,null],row(null,null,null),7,8,'[1,5)','{[1,3),[5,9)}','(1.1,)','["2024-01-01 00:00+02",)','10.0.0.1','10.0.0.0/8','08:00:2b:01:02:03','(1e300,-0)','((0,0),(1,1),(1e-300,0))','everything','lower(text)','16/B374D848','{{1,2},{3,4}}',array[E'\\x00ff'::bytea,null],'{$1.00,"$2,000.50"}','{NaN,Infinity,-0,1e-320,0.1}',4294967295),
 (32767,2147483647,1e400,-1.5,3.4028235e38,1e-320,false,'92233720368547758.07',null,'','\.','','', 'a','','','4714-11-24 BC','-infinity','-infinity','00:00','00:00+14','-1 years -2 mons +3 days -04:05:06','000','1',null,'','null','null','$','','',null,'{}',row(null,null,null),'{}',null,null,null,'empty','{}','empty','empty','::1/64',null,null,null,null,'pg_class','lower(text)',null,'[2:3]={1,2}','{}',null,'{}',0),
 (0,0,0.000,0,0.1,0.1,null,0,0,null,null,null,null,E'\\351',null,null,null,null,null,null,null,'1 mon',null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null),
 (1,1,'-Infinity',1,'infinity','-infinity',null,0,0,null,null,null,null,null,null,null,null,null,null,null,null,'-3 days',null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null);
insert into nokey values ('b', '{"x": 1}'), ('b', '{"x": 1}'), (null, null), ('a', '[]');
insert into "Odd ""name" values (1, 'é 😀');
insert into parted values (1, 'x'), (2, 'y');
insert into base values (1); insert into child values (2, 3);
select nextval('s2'), setval('s3', 9, false);
insert into ser (v) values ('a'), ('b'); delete from ser where v = 'b';
refresh materialized view mv;
`
