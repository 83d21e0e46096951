select c.source_person_id, c.attribute
from person p cross join source_person sp cross join choice c cross join act t
where p.bucket = $1 and sp.person_id = p.id and c.source_person_id = sp.id
  and t.id = c.act_id and t.undone_at is null
order by c.act_id, c.attribute, c.source_person_id
