with v as (values {int})
select t.id, t.kind, t.at, t.by_id, a.name, t.note, t.undone_at, u.name
from v cross join act t
left join account a on a.id = t.by_id
left join account u on u.id = t.undone_by
where t.id = v.column1
