-- Patients old enough on the first day of a year in which they were seen outside of hospital, each once. What decides
-- is the last screening on the day of a visit or in the days before it: below the cut-off, or followed by a plan.
with visit as (
    select p.subject_id, p.person_id, e.evidence_id, e.on_date, coalesce(e.ends_on, e.on_date) as ends_on
    from patient_year p
    join event e on e.person_id = p.person_id
    where e.on_date >= p.year_begins and e.on_date < p.year_ends
      and e.with_encounter and not e.inpatient and coalesce(e.class, 'AMB') in ('AMB', 'VR', 'HH')
),
asked as (
    select person_id, on_date, evidence_id, value_num >= $epds_positive as positive, 0 as brief
    from observation
    where concept_id in (select concept_id from value_set where name = 'epds_total') and value_num between 0 and 30
    union all
    select person_id, on_date, evidence_id, value_num >= $phq9_positive as positive, 0 as brief
    from observation
    where concept_id in (select concept_id from value_set where name = 'phq9_total') and value_num between 0 and 27
    union all
    select person_id, on_date, evidence_id, value_num >= $phq2_positive as positive, 1 as brief
    from observation
    where concept_id in (select concept_id from value_set where name = 'phq2_total') and value_num between 0 and 6
    union all
    -- A screening that says itself how it came out; one of which nobody can tell is a screening all the same.
    select
        o.person_id,
        o.on_date,
        o.evidence_id,
        case r.name when 'depression_screen_positive' then true when 'depression_screen_negative' then false end
            as positive,
        0 as brief
    from observation o
    left join (
        select name, concept_id
        from value_set
        where name in ('depression_screen_positive', 'depression_screen_negative')
    ) r on r.concept_id = o.value_concept_id
    where o.concept_id in (select concept_id from value_set where name = 'depression_screen')
),
screening as (
    -- The last screening before each visit. Of two on one day the whole questionnaire goes before the brief one, and of
    -- two whole ones the one that asks somebody to act, and last one of which nobody can tell.
    select subject_id, person_id, visit_on, visit_ends_on, evidence_id, positive
    from (
        select
            v.subject_id,
            v.person_id,
            v.on_date as visit_on,
            v.ends_on as visit_ends_on,
            a.evidence_id,
            a.positive,
            row_number() over (
                partition by v.subject_id, v.evidence_id
                order by a.on_date desc, a.brief, a.positive desc nulls last, a.evidence_id
            ) as n
        from visit v
        join asked a on a.person_id = v.person_id
        where a.on_date between v.on_date - $screen_days and v.on_date
    ) ranked
    where n = 1
),
plan as (
    -- A plan or its beginning. Asking again, or asking about self-harm, is none.
    select person_id, on_date, evidence_id, 0 as may_be_earlier
    from event
    where concept_id in (
        select concept_id
        from value_set
        where name in ('depression_follow_up_plan', 'depression_care_contact', 'mental_health_treatment')
    )
    union all
    -- Somebody was asked to see to it.
    select person_id, on_date, evidence_id, 0 as may_be_earlier
    from decision
    where decided = 'ordered'
      and concept_id in (
          select concept_id
          from value_set
          where name in ('depression_follow_up_plan', 'depression_care_contact', 'mental_health_treatment')
      )
    union all
    select person_id, on_date, evidence_id, $medicine_days as may_be_earlier
    from medication
    where concept_id in (select concept_id from value_set where name = 'antidepressant')
      and intent not in ('proposal', 'plan', 'option')
),
answered as (
    -- The first visit of the year that was answered for.
    select subject_id, met_on, evidence_id
    from (
        select
            s.subject_id,
            coalesce(f.on_date, s.visit_on) as met_on,
            coalesce(f.evidence_id, s.evidence_id) as evidence_id,
            row_number() over (
                partition by s.subject_id
                order by coalesce(f.on_date, s.visit_on), coalesce(f.evidence_id, s.evidence_id)
            ) as n
        from screening s
        left join plan f
            on f.person_id = s.person_id
            and s.positive
            and f.on_date between s.visit_on - f.may_be_earlier and s.visit_ends_on + $plan_days
        where not s.positive or f.evidence_id is not null
    ) ranked
    where n = 1
)
select
    y.subject_id,
    y.person_id,
    y.year_begins,
    y.year_ends,
    v.first_on,
    v.last_on,
    a.subject_id is not null as screened,
    m.met_on,
    m.evidence_id as met_evidence_id,
    v.first_on as counts_on,
    -- A plan for a visit on the last day of the year may still come.
    y.year_ends - 1 + $plan_days as due_on,
    case
        when y.age_least is null or (y.age_least < $min_age_years and y.age_most >= $min_age_years)
            then 'age_unknown'
        when b.subject_id is not null then 'bipolar_day_unknown'
    end as unknown_reason
from patient_year y
join (
    select subject_id, min(on_date) as first_on, max(on_date) as last_on
    from visit
    group by subject_id
) v on v.subject_id = y.subject_id
-- A bipolar disorder of which nobody knows whether it was known by then.
left join (
    select distinct p.subject_id
    from patient_year p
    join condition c on c.person_id = p.person_id
    where c.concept_id in (select concept_id from value_set where name = 'bipolar_diagnosis')
      and (c.latest_on is null or (c.earliest_on < p.year_ends and c.latest_on >= p.year_ends))
) b on b.subject_id = y.subject_id
left join (select distinct subject_id from screening) a on a.subject_id = y.subject_id
left join answered m on m.subject_id = y.subject_id
where y.age_most is null or y.age_most >= $min_age_years
