-- requires: 17
CREATE SUBSCRIPTION tuned CONNECTION 'host=db.invalid dbname=app' PUBLICATION orders
  WITH (streaming = parallel, two_phase = true, disable_on_error = true, password_required = false, run_as_owner = true, origin = none, failover = true);
CREATE SUBSCRIPTION plain CONNECTION 'host=db.invalid dbname=app' PUBLICATION orders WITH (streaming = off);
