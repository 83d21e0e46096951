-- Pregnancies that reached 20 weeks and ended in a delivery, of women with one factor of high risk of pre-eclampsia, or
-- two of moderate risk. A factor that no record names is none.
with factor as (
    -- Diseases from before, whenever they were written down.
    select d.subject_id, 'high' as level, v.name as factor
    from delivery d
    join condition c on c.person_id = d.person_id
    join value_set v on v.concept_id = c.concept_id
    where v.name in ('chronic_hypertension', 'pregestational_diabetes', 'kidney_disease', 'autoimmune_disease')
      and (c.earliest_on is null or c.earliest_on <= d.delivered_latest)

    union all

    -- Pre-eclampsia in an earlier pregnancy.
    select d.subject_id, 'high' as level, 'pre_eclampsia_before' as factor
    from delivery d
    join condition c on c.person_id = d.person_id
    where c.concept_id in (select concept_id from value_set where name = 'pre_eclampsia')
      and c.latest_on < coalesce(d.dated_from, d.delivered_latest - 280)

    union all

    select subject_id, 'high' as level, 'multiple' as factor from delivery where plurality >= 2

    union all

    select d.subject_id, 'high' as level, 'multiple' as factor
    from delivery d
    join condition c on c.person_id = d.person_id
    where c.concept_id in (select concept_id from value_set where name = 'multiple_pregnancy')
      and c.latest_on between coalesce(d.dated_from, d.delivered_latest - 280) and d.delivered_latest

    union all

    -- What is said of this pregnancy.
    select d.subject_id, 'moderate' as level, v.name as factor
    from delivery d
    join condition c on c.person_id = d.person_id
    join value_set v on v.concept_id = c.concept_id
    where v.name in (
            'first_pregnancy', 'body_mass_index_over_30', 'low_income', 'assisted_reproduction',
            'earlier_adverse_outcome'
        )
      and c.latest_on between coalesce(d.dated_from, d.delivered_latest - 280) and d.delivered_latest

    union all

    -- By what was counted of her births, as well as by a code.
    select subject_id, 'moderate' as level, 'first_pregnancy' as factor from delivery where nulliparous

    union all

    -- Measured within a year before the pregnancy or in its first half.
    select d.subject_id, 'moderate' as level, 'body_mass_index_over_30' as factor
    from delivery d
    join observation o on o.person_id = d.person_id
    where o.concept_id in (select concept_id from value_set where name = 'body_mass_index')
      and o.value_num > $body_mass_index_over
      and o.on_date between d.dated_from - 365 and d.dated_from + 140

    union all

    select subject_id, 'moderate' as level, 'age' as factor from delivery where age_years >= $age_from

    union all

    -- The last birth was many years ago.
    select d.subject_id, 'moderate' as level, 'interval' as factor
    from delivery d
    join delivery p on p.person_id = d.person_id and p.delivered_latest < d.delivered_latest
    group by d.subject_id, d.delivered_latest
    having max(p.delivered_latest) < d.delivered_latest - $interval_days
),
at_risk as (
    select subject_id
    from factor
    group by subject_id
    having count(distinct case when level = 'high' then factor end) >= 1
        or count(distinct case when level = 'moderate' then factor end) >= $moderate_needed
)
select
    d.subject_id,
    d.person_id,
    least(coalesce(d.dated_from + $last_day, d.delivered_latest), d.delivered_latest) as due_on,
    d.delivered_latest as counts_on,
    case
        when d.delivered_on is null then 'delivery_day_unknown'
        when d.dated_from is null then 'gestation_unknown'
    end as unknown_reason
from delivery d
join at_risk r on r.subject_id = d.subject_id
where d.first_in_180_days
  and (d.dated_from is null or d.delivered_latest >= d.dated_from + $least_days)
