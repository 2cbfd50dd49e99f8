// The prelude that ships for Supabase: a history that leans on its roles, schemas and functions folds.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'
import { folderWith } from '../layouts/folders.ts'

const prelude = path.join(import.meta.dirname, '..', '..', 'examples', 'preludes', 'supabase.sql')

const history = `
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
  grant execute on function public.new_user() to service_role;
  alter publication supabase_realtime add table public.profiles;`

test('a history that leans on the platform', async () => {
  const folder = await folderWith({ 'supabase/migrations/20240101000000_profiles.sql': history })
  const out = path.join(folder, 'consolidated')
  const result = await consolidate({ history: path.join(folder, 'supabase', 'migrations'), prelude: [prelude], out })
  expect(result).toMatchObject({ proved: true, migrations: 1, rows: {} })
  const up = await readFile(path.join(out, 'up.sql'), 'utf8')
  expect(up).toContain('CREATE TABLE public.profiles')
  expect(up).not.toMatch(/CREATE (?:SCHEMA|ROLE|TABLE (?:auth|storage)\.)/u)
})
