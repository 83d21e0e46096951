-- On that day she is still with the service: it has not said that she left, and nobody took the referral back.
select d.subject_id, d.due_on as on_date, r.evidence_id
from denominator d
join referral r on r.subject_id = d.subject_id
where not exists (
        select 1 from step s
        where s.referral_id = d.subject_id and s.what in ('left', 'withdrawn') and s.on_date <= d.due_on
    )
    -- Off unless visits are on record: one at home in the days before.
    and (
        $visit_within_days is null
        or exists (
            select 1 from event e
            where e.person_id = d.person_id and e.class = 'HH'
              and e.on_date > d.due_on - $visit_within_days - 1 and e.on_date <= d.due_on
        )
    )
