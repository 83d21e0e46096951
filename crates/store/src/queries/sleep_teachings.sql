-- What a hospital taught on some days, last excluded, the newest first; not what was taken back.
select t.id, coalesce(p.merged_into, p.id), t.on_date, t.language, t.taught, t.demonstrated, t.material, a.name
from sleep_teaching t cross join person p cross join account a
where t.organization_id = $1 and t.on_date >= $2 and t.on_date < $3 and t.undone_at is null and p.id = t.person_id
  and a.id = t.by_id
order by t.on_date desc, t.id desc
