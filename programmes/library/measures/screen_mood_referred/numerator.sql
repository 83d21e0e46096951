-- What the answer asked for was done, or a service for mood was asked.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.case_id
left join referral r
    on r.subject_id = s.referral_id
    and r.kind in ('mental_health', 'behavioral_health', 'counseling')
where ((s.what = 'followed_up' and s.detail in ('epds', 'phq')) or (s.what = 'sent' and r.subject_id is not null))
  and s.on_date between d.positive_on and d.positive_on + $within
