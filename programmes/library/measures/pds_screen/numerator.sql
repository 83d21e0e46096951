-- Depression screenings with a total on day 7 to day 84 after the delivery. A mother is often asked at her baby's visit, and
-- the answer stands on the baby's chart: it is hers once the two are linked.
select d.subject_id, s.on_date, s.evidence_id
from (
    select coalesce(i.mother_id, o.person_id) as person_id, o.on_date, o.evidence_id
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
    ) o
    -- Under a year old: an older child's own screening is not the mother's.
    left join infant i on i.person_id = o.person_id and o.on_date < i.born_earliest + 365
) s
join denominator d on d.person_id = s.person_id
where s.on_date between d.opens_on and d.due_on
