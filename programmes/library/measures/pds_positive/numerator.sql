-- Screenings at or above the cut-off of their questionnaire, on day 7 to day 84 after the delivery.
select d.subject_id, s.on_date, s.evidence_id
from (
    select coalesce(i.mother_id, o.person_id) as person_id, o.on_date, o.positive, o.evidence_id
    from (
        select person_id, on_date, value_num >= $epds_positive as positive, evidence_id
        from observation
        where concept_id in (select concept_id from value_set where name = 'epds_total') and value_num between 0 and 30
        union all
        select person_id, on_date, value_num >= $phq9_positive as positive, evidence_id
        from observation
        where concept_id in (select concept_id from value_set where name = 'phq9_total') and value_num between 0 and 27
        union all
        select person_id, on_date, value_num >= $phq2_positive as positive, evidence_id
        from observation
        where concept_id in (select concept_id from value_set where name = 'phq2_total') and value_num between 0 and 6
    ) o
    -- A screening on her baby's chart is hers.
    left join infant i on i.person_id = o.person_id and o.on_date < i.born_earliest + 365
) s
join denominator d on d.person_id = s.person_id
where s.positive and s.on_date between d.opens_on and d.due_on
