-- What stays of a file whose bytes are erased: when they went, what became of its rows, which of them were set aside, and
-- how many records stayed when it was taken back.
alter table upload add column erased_at bigint;
alter table upload add column receipt text;
alter table upload add column aside text;
alter table upload add column stayed bigint;

-- Runs that stated a record of another run to the letter: it stays when the other one is taken back.
create table record_stated (
    record_id bigint not null references source_record,
    run_id    bigint not null references run,
    primary key (record_id, run_id)
);
create index record_stated_of_run on record_stated (run_id);

-- Runs in which a record was set aside: it is no longer open once all of them are taken back.
create table quarantine_run (
    quarantine_id bigint not null references quarantine,
    run_id        bigint not null references run,
    primary key (quarantine_id, run_id)
);
create index quarantine_run_of_run on quarantine_run (run_id);
insert into quarantine_run (quarantine_id, run_id) select id, run_id from quarantine;

-- A file that was to be taken in by a run that never ended and wrote nothing is looked at again.
update upload set run_id = null, committed_at = null
where committed_at is not null and undone_at is null
    and exists (select 1 from run r where r.id = upload.run_id and r.ended_at is null)
    and not exists (select 1 from record_run x where x.run_id = upload.run_id);
update upload set bytes = '\x', erased_at = coalesce(undone_at, committed_at) where committed_at is not null;
