-- Depression screenings with a total, from the first day of the pregnancy to the day of the delivery. A questionnaire that
-- was begun has no total; a number that the questionnaire cannot give is none.
select d.subject_id, s.on_date, s.evidence_id
from (
    select person_id, on_date, evidence_id
    from observation
    where concept_id in (select concept_id from value_set where name = 'epds_total') and value_num between 0 and 30
    union all
    select person_id, on_date, evidence_id
    from observation
    where concept_id in (select concept_id from value_set where name = 'phq9_total') and value_num between 0 and 27
    union all
    select person_id, on_date, evidence_id
    from observation
    where concept_id in (select concept_id from value_set where name = 'phq2_total') and value_num between 0 and 6
) s
join denominator d on d.person_id = s.person_id
where s.on_date between d.opens_on and d.due_on
