ALTER TABLE practice.quizzes ADD COLUMN image_url text;

UPDATE practice.quizzes AS quiz
SET image_url = (
  SELECT attachment.url
  FROM practice.attachments AS attachment
  WHERE attachment.quiz_id = quiz.id AND attachment.media_type LIKE 'image/%'
  ORDER BY attachment.created_at
  LIMIT 1
);

DROP TABLE practice.attachments;
