-- What stays of a file whose bytes are erased: when they went, what became of its rows, which of them were set aside, and
-- how many records stayed when it was taken back.
alter table upload add column erased_at bigint;
alter table upload add column receipt text;
alter table upload add column aside text;
alter table upload add column stayed bigint;
update upload set bytes = '\x', erased_at = coalesce(undone_at, committed_at) where committed_at is not null;
