select v.id, s.person_id, v.record_id, v.on_date, v.by_id, a.name, v.at, v.undone_at is not null
from person p cross join source_person s cross join visit v cross join account a
where p.id = $1 and s.person_id = coalesce(p.merged_into, p.id) and v.source_person_id = s.id and a.id = v.by_id
order by v.at desc, v.id desc
