-- A first-line medicine, given from the first severe reading on, within the minutes. The clock starts when severe
-- pressure is confirmed, or at its first reading.
select d.subject_id, m.on_date, m.evidence_id
from medication m
join denominator d on d.person_id = m.person_id
where m.intent = 'administration'
  and m.concept_id in (select concept_id from value_set where name = 'antihypertensive_first_line')
  and m.at_second >= d.first_second
  and m.at_second - case when $from_confirmation then d.confirmed_second else d.first_second end
      <= $treat_minutes * 60
