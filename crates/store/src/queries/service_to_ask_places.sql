-- Open services whose number of places was said before a time, or never, and that were not asked in this round.
select s.id, s.organization_id
from service s left join service_capacity c on c.service_id = s.id
where s.open and s.id > $2 and (c.confirmed_at is null or c.confirmed_at < $1)
  and not exists (select 1 from outbox o where o.key = 'places:' || s.id || ':' || $4)
order by s.id
limit $3
