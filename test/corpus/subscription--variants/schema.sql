-- Subscriptions whose publishers nobody can reach: nothing connects, neither the replay nor what is made of it.
CREATE SUBSCRIPTION plain CONNECTION 'host=db.invalid dbname=app' PUBLICATION orders;
CREATE SUBSCRIPTION "S u.b""s" CONNECTION $$host=db.invalid password='it\'s x' dbname=app sslpassword = s3cret$$
  PUBLICATION "P u.b", orders, another WITH (slot_name = 'a_slot', binary = true, streaming = on, synchronous_commit = remote_apply);
CREATE SUBSCRIPTION slotless CONNECTION 'postgresql://app:hunter2@db.invalid:5432/app?sslpassword=other&application_name=x'
  PUBLICATION orders WITH (connect = false, slot_name = NONE, enabled = false);
COMMENT ON SUBSCRIPTION slotless IS 'waits for its slot';
CREATE SUBSCRIPTION gone CONNECTION 'host=db.invalid' PUBLICATION orders;
ALTER SUBSCRIPTION plain SET PUBLICATION orders, more;
ALTER SUBSCRIPTION plain ENABLE;
ALTER SUBSCRIPTION plain REFRESH PUBLICATION;
DROP SUBSCRIPTION gone;
DROP SUBSCRIPTION IF EXISTS never_there;
DROP SUBSCRIPTION IF EXISTS gone CASCADE;
