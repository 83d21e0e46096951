-- For whom an account speaks, as they stand.
select s.id, s.account_id, coalesce(p.merged_into, p.id), a.name, a.login, s.evidence, s.given_on, s.last_day, s.court_on,
    b.name, s.at, s.chosen_at, s.ended_at, e.name
from account_person s
join person p on p.id = s.person_id
join account a on a.id = s.account_id
join account b on b.id = s.by_id
left join account e on e.id = s.ended_by
where s.account_id = $1
order by s.id
