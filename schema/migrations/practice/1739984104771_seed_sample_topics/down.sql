DELETE FROM practice.questions WHERE id IN (
  'b7a40c1e-94c5-4b0a-8a63-5f9c2f0e1b01',
  'b7a40c1e-94c5-4b0a-8a63-5f9c2f0e1b02'
);
DELETE FROM practice.topics WHERE id IN (
  '6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a01',
  '6f1c7a52-0d0b-4a35-9d5e-2f6f4b1f7a02'
);
