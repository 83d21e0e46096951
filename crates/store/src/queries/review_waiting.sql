-- Cases on the agenda, the oldest first.
select r.id, r.case_id, coalesce(p.merged_into, p.id), r.reason, r.at, a.name, r.held_at, '', ''
from case_review r cross join care_case c cross join person p cross join account a
where r.held_at is null and c.id = r.case_id and p.id = c.person_id and a.id = r.by_id
order by r.at, r.id
limit $1
