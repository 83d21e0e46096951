-- Emergencies that were reviewed, the newest first.
select g.id, g.account_id, coalesce(p.merged_into, p.id), g.reason, g.words, g.at, g.until_at, g.finding, g.note, a.name
from glass g cross join person p cross join account a
where g.finding is not null and p.id = g.person_id and a.id = g.account_id
order by g.reviewed_at desc, g.id desc
limit $1
