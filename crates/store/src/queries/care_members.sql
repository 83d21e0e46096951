-- Who somebody wrote down as doing something for her of a case, and still does.
select m.id, m.duty, m.name, m.works_for, m.at, a.name
from care_member m join account a on a.id = m.by_id
where m.case_id = $1 and m.ended_at is null
order by m.id
