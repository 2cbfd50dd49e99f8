DROP TABLE practice.questions;
