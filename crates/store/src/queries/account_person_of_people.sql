-- Who speaks for some people, of every id that is merged with theirs; those that were ended too, the newest first.
with v as (values {int}),
stands as (
    select distinct coalesce(p.merged_into, p.id) as id from v cross join person p where p.id = v.column1
),
everyone as (
    select s.id as person_id, s.id from stands s
    union
    select m.id, s.id from stands s cross join person m where m.merged_into = s.id
)
select s.id, s.account_id, w.id, a.name, a.login, s.evidence, s.given_on, s.last_day, s.court_on,
    b.name, s.at, s.chosen_at, s.ended_at, e.name
from everyone w
cross join account_person s
join account a on a.id = s.account_id
join account b on b.id = s.by_id
left join account e on e.id = s.ended_by
where s.person_id = w.person_id
order by s.id desc
