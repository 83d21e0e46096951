-- Somebody spoke with her by then, to the minute.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.case_id
where s.what = 'contact' and s.on_date >= d.opened_on and s.minute <= d.contact_by_minute
