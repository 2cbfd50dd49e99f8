-- The editors' own material is in.
DELETE FROM practice.knowledge_points WHERE slug LIKE 'sample-%';
