-- What happened is taken back when no record says so any more; nobody may be said to have an infant.

-- By person first: a caseload is a few people, and a measure has many deadlines.
drop index if exists outcome_of_person;
create index outcome_of_person on outcome (person_id, measure, status, due_on, subject_id);

-- Since when no current record says that it happened; none while one does.
alter table care_event add column withdrawn_at bigint;
alter table care_event alter column on_date set not null;

-- A row without a worker says that nobody has the infant, whoever has those that are merged into it. Caseloads are read
-- from their own table, not from this one.
alter table assignment alter column worker_id drop not null;
drop index assignment_of_worker;
