-- Families whose home visits began, each counted on the day so many days later.
select
    r.subject_id,
    r.person_id,
    r.case_id,
    b.began_on,
    b.began_on + $days as counts_on,
    b.began_on + $days as due_on,
    cast(null as varchar) as unknown_reason
from referral r
join (select referral_id, min(on_date) as began_on from step where what = 'in_service' group by referral_id) b
    on b.referral_id = r.subject_id
where r.kind = 'home_visiting'
