COMMENT ON TABLE ${APP}.t IS 'of {{ APP }}'; COMMENT ON TABLE ${APP}.missing IS 'none';
