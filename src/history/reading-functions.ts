// Functions of the server's own that change nothing that lasts: the plain ones by which queries are written, with those that
// give another value each time. All others may do anything, as far as a statement shows.

const names = `
  abs age array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
  array_positions array_prepend array_remove array_replace array_to_json array_to_string array_upper ascii avg bit_and
  bit_length bit_or bool_and bool_or btrim cardinality cbrt ceil ceiling char_length character_length chr
  clock_timestamp col_description concat concat_ws convert_from convert_to count cume_dist current_database
  current_schema current_schemas current_setting current_user currval date date_bin date_part date_trunc daterange
  decode dense_rank div encode enum_first enum_last enum_range every exp extract first_value floor format format_type
  gcd gen_random_uuid generate_series generate_subscripts get_bit get_byte has_any_column_privilege
  has_column_privilege has_database_privilege has_function_privilege has_language_privilege has_schema_privilege
  has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege initcap
  int4range int8range is_normalized isempty isfinite json_agg json_array_elements json_array_elements_text
  json_array_length json_build_array json_build_object json_each json_each_text json_extract_path
  json_extract_path_text json_object json_object_agg json_object_keys json_populate_record json_populate_recordset
  json_strip_nulls json_to_record json_to_recordset json_typeof jsonb_agg jsonb_array_elements
  jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text
  jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys
  jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first
  jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls
  jsonb_to_record jsonb_to_recordset jsonb_typeof justify_days justify_hours justify_interval lag last_value lastval
  lcm lead left length like_escape ln log log10 lower lower_inc lower_inf lpad ltrim make_date make_interval make_time
  make_timestamp make_timestamptz max md5 min mod mode normalize now nth_value ntile num_nonnulls num_nulls numrange
  obj_description octet_length overlaps overlay parse_ident percent_rank percentile_cont percentile_disc
  pg_backend_pid pg_column_size pg_database_size pg_function_is_visible pg_get_constraintdef pg_get_expr
  pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result pg_get_functiondef
  pg_get_indexdef pg_get_ruledef pg_get_serial_sequence pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role
  pg_indexes_size pg_is_in_recovery pg_relation_size pg_size_pretty pg_sleep pg_table_is_visible pg_table_size
  pg_total_relation_size pg_type_is_visible pg_typeof phraseto_tsquery pi plainto_tsquery position pow power
  quote_ident quote_literal quote_nullable radians random range_agg rank regexp_count regexp_instr regexp_like
  regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr repeat replace
  reverse right round row_number row_security_active row_to_json rpad rtrim session_user set_config setweight sha224
  sha256 sha384 sha512 shobj_description sign similar_to_escape split_part sqrt statement_timestamp stddev stddev_pop
  stddev_samp string_agg string_to_array string_to_table strip strpos substr substring sum timeofday timezone to_char
  to_date to_hex to_json to_jsonb to_number to_regclass to_regnamespace to_regproc to_regprocedure to_regrole
  to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim_array trim_scale trunc
  ts_headline ts_rank ts_rank_cd tsrange tstzrange txid_current unnest upper upper_inc upper_inf var_pop var_samp
  variance version websearch_to_tsquery width_bucket xmlagg xmlexists xpath xpath_exists`

const reading: ReadonlySet<string> = new Set(names.trim().split(/\s+/u))

/** Whether a function, named as a statement names it, changes nothing that lasts. */
export function onlyReads(name: string): boolean {
  return reading.has(name.replace(/^pg_catalog\./u, ''))
}
