-- Well-child visits of the window that are far enough apart: the first, then each time the next that is not too soon
-- after the one before. Who takes the earliest each time has room for the most.
with visit as (
    select d.subject_id, e.on_date, min(e.evidence_id) as evidence_id
    from event e
    join denominator d on d.person_id = e.person_id
    where e.concept_id in (select concept_id from value_set where name = 'well_child_visit')
      and not e.inpatient
      -- A diagnosis that only explains a lone procedure is not a visit.
      and (e.with_encounter or e.source_kind = 'procedure')
      and ($telehealth_counts or e.class is null or e.class <> 'VR')
      and e.on_date between d.opens_on and d.due_on
      -- Nothing during a hospital stay, from its first day to the day before its last.
      and not exists (
          select 1
          from stay s
          where s.person_id = e.person_id
            and s.starts_on <= e.on_date
            and e.on_date < s.until_on
      )
    group by d.subject_id, e.on_date
),
one as (
    select subject_id, min(on_date) as on_1 from visit group by subject_id
),
two as (
    select p.subject_id, p.on_1, min(v.on_date) as on_2
    from one p left join visit v on v.subject_id = p.subject_id and v.on_date >= p.on_1 + $days_apart
    group by p.subject_id, p.on_1
),
three as (
    select p.subject_id, p.on_1, p.on_2, min(v.on_date) as on_3
    from two p left join visit v on v.subject_id = p.subject_id and v.on_date >= p.on_2 + $days_apart
    group by p.subject_id, p.on_1, p.on_2
),
four as (
    select p.subject_id, p.on_1, p.on_2, p.on_3, min(v.on_date) as on_4
    from three p left join visit v on v.subject_id = p.subject_id and v.on_date >= p.on_3 + $days_apart
    group by p.subject_id, p.on_1, p.on_2, p.on_3
),
five as (
    select p.subject_id, p.on_1, p.on_2, p.on_3, p.on_4, min(v.on_date) as on_5
    from four p left join visit v on v.subject_id = p.subject_id and v.on_date >= p.on_4 + $days_apart
    group by p.subject_id, p.on_1, p.on_2, p.on_3, p.on_4
),
six as (
    select p.subject_id, p.on_1, p.on_2, p.on_3, p.on_4, p.on_5, min(v.on_date) as on_6
    from five p left join visit v on v.subject_id = p.subject_id and v.on_date >= p.on_5 + $days_apart
    group by p.subject_id, p.on_1, p.on_2, p.on_3, p.on_4, p.on_5
)
select v.subject_id, v.on_date, v.evidence_id
from visit v
join six p on p.subject_id = v.subject_id
where v.on_date in (p.on_1, p.on_2, p.on_3, p.on_4, p.on_5, p.on_6)
