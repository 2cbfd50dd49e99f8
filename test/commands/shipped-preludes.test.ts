// The preludes that ship: a history folds that leans on what Supabase provides, and one that edits Flyway's own table.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'
import { folderWith } from '../layouts/folders.ts'

const shipped = (name: string): string => path.join(import.meta.dirname, '..', '..', 'examples', 'preludes', name)

const onSupabase = `
  create table public.profiles (
    id uuid primary key references auth.users on delete cascade,
    name text not null default extensions.uuid_generate_v4()::text
  );
  alter table public.profiles enable row level security;
  create policy "own profile" on public.profiles to authenticated using ((select auth.uid()) = id);
  create policy "own files" on storage.objects for insert to authenticated
    with check (bucket_id = 'files' and (storage.foldername(name))[1] = auth.uid()::text);
  create function public.new_user() returns trigger language plpgsql security definer set search_path = '' as $$
    begin insert into public.profiles (id) values (new.id); return new; end $$;
  create trigger on_new_user after insert on auth.users for each row execute function public.new_user();
  create function public.token() returns text language sql security definer set search_path = ''
    as $$ select decrypted_secret from vault.decrypted_secrets where name = 'token' $$;
  create function public.keep_token(token text) returns uuid language sql
    as $$ select vault.create_secret(token, 'token', 'what for') $$;
  create function public.providers(of_user uuid) returns setof text language sql
    as $$ select provider from auth.identities where user_id = of_user $$;
  grant execute on function public.new_user() to service_role;
  alter publication supabase_realtime add table public.profiles;`

test('a history that leans on Supabase', async () => {
  const folder = await folderWith({ 'supabase/migrations/20240101000000_profiles.sql': onSupabase })
  const out = path.join(folder, 'consolidated')
  const prelude = [shipped('supabase.sql')]
  const result = await consolidate({ history: path.join(folder, 'supabase', 'migrations'), prelude, out })
  expect(result).toMatchObject({ proved: true, migrations: 1, rows: {} })
  const up = await readFile(path.join(out, 'up.sql'), 'utf8')
  expect(up).toContain('CREATE TABLE public.profiles')
  expect(up).not.toMatch(/CREATE (?:SCHEMA|ROLE|TABLE (?:auth|storage|vault)\.)/u)
})

test("a history that edits Flyway's own table, which up.sql and down.sql leave alone", async () => {
  const edit = `delete from flyway_schema_history where version is null and script like 'R__old%';`
  const folder = await folderWith({ 'V1__pet.sql': 'create table pet (id int);', 'V2__forget.sql': edit })
  const out = path.join(folder, 'consolidated')
  const result = await consolidate({ history: folder, layout: 'flyway', prelude: [shipped('flyway.sql')], out })
  expect(result).toMatchObject({ proved: true, migrations: 2 })
  for (const file of ['up.sql', 'down.sql'])
    expect(await readFile(path.join(out, file), 'utf8')).not.toContain('flyway_schema_history')
})
