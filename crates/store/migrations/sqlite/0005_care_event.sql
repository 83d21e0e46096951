-- What happened is taken back when no record says so any more; nobody may be said to have an infant.

-- By person first: a caseload is a few people, and a measure has many deadlines.
drop index if exists outcome_of_person;
create index outcome_of_person on outcome (person_id, measure, status, due_on, subject_id);

-- Since when no current record says that it happened; none while one does.
alter table care_event add column withdrawn_at integer;

-- A row without a worker says that nobody has the infant, whoever has those that are merged into it. Caseloads are read
-- from their own table, not from this one.
create table assignment_after (
    infant_id   integer primary key references person,
    worker_id   integer references account,
    by_id       integer not null references account,
    assigned_at integer not null
);
insert into assignment_after (infant_id, worker_id, by_id, assigned_at)
select infant_id, worker_id, by_id, assigned_at from assignment;
drop table assignment;
alter table assignment_after rename to assignment;
