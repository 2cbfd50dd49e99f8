// A small schema with something of most kinds, and the scripts that build it and take it away.

export const schemaUp = `
begin;
create type status as enum ('open', 'closed');
create table users (
  id uuid primary key default gen_random_uuid(),
  name varchar(40) not null check (name in ('Ada', 'Bob', 'Eve')),
  created_at timestamptz not null default now()
) with (fillfactor = 80);
create table orders (
  id int generated always as identity primary key,
  user_id uuid references users (id) on delete cascade,
  status status not null default 'open',
  note text
);
create index orders_open on orders (user_id) where status in ('open');
comment on table orders is 'What was ordered';
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger orders_touch before update on orders for each row when (new.note like 'x%') execute function touch();
create view open_orders as select o.id, u.name from orders o join users u on u.id = o.user_id where o.status in ('open');
insert into users (id, name, created_at) values ('0f8fad5b-d9cb-469f-a165-70867728950e', 'Ada', '2024-01-01 00:00:00+00');
insert into orders (user_id) values ('0f8fad5b-d9cb-469f-a165-70867728950e');
commit;
`

export const schemaDown = `
begin;
drop view open_orders;
drop table orders;
drop table users;
drop function touch();
drop type status;
commit;
`
