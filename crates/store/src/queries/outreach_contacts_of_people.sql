-- Attempts that were not undone.
with v as (values {int})
select c.id, c.person_id, c.by_id, c.at, c.on_date, c.channel, c.outcome, c.note, c.undone_at is not null
from v cross join contact c
where c.person_id = v.column1 and c.undone_at is null
