-- Reviews of a case, the newest first.
select r.id, r.case_id, coalesce(p.merged_into, p.id), r.reason, r.at, a.name, r.held_at,
    coalesce((select b.name from account b where b.id = r.held_by), ''), coalesce(r.notes, '')
from case_review r cross join care_case c cross join person p cross join account a
where r.case_id = $1 and c.id = r.case_id and p.id = c.person_id and a.id = r.by_id
order by r.id desc
