-- Deliveries with severe high blood pressure that persisted, in the pregnancy or in the six weeks after: the first time
-- only, once for each delivery. Severe is a run of readings with none below it, and no longer apart than the hours. It
-- is confirmed by the first reading of the run that lies long enough after the first.
with reading as (
    select
        d.subject_id, r.evidence_id, r.on_date, r.at_second,
        r.systolic >= $severe_systolic or r.diastolic >= $severe_diastolic as severe
    from pressure r
    join delivery d on d.person_id = r.person_id
    where r.systolic between $systolic_low and $systolic_high
      and r.diastolic between $diastolic_low and $diastolic_high
      and r.systolic - r.diastolic >= $pulse_pressure
      and r.on_date between coalesce(d.dated_from, d.delivered_latest - 280)
                        and d.delivered_latest + $postpartum_days
),
timed as (
    select
        *,
        lag(at_second) over (partition by subject_id order by at_second, evidence_id) as before_second
    from reading
    where at_second is not null
),
numbered as (
    -- A reading below the range begins another run, and so does one that comes after too long.
    select
        subject_id, on_date, at_second, severe,
        sum(case when severe and at_second - before_second <= $within_hours * 3600 then 0 else 1 end) over (
            partition by subject_id order by at_second, evidence_id
        ) as run
    from timed
),
severe as (
    select
        subject_id, run, on_date, at_second,
        min(at_second) over (partition by subject_id, run) as first_second
    from numbered
    where severe
),
confirmed as (
    -- Each run: its first reading, and the one that confirms it.
    select
        subject_id,
        min(on_date) as on_date,
        min(first_second) as first_second,
        min(case when at_second - first_second >= $confirm_minutes * 60 then at_second end) as confirmed_second
    from severe
    group by subject_id, run
),
dose as (
    select d.subject_id, m.on_date, m.at_second
    from medication m
    join delivery d on d.person_id = m.person_id
    where m.intent = 'administration'
      and m.concept_id in (select concept_id from value_set where name = 'antihypertensive_first_line')
),
first_time as (
    select subject_id, on_date, first_second, confirmed_second
    from (
        select
            c.*,
            row_number() over (partition by c.subject_id order by c.first_second) as n
        from confirmed c
        -- Treated before it could be confirmed.
        left join dose m
            on m.subject_id = c.subject_id
            and m.at_second between c.first_second and c.first_second + $treat_minutes * 60
        where c.confirmed_second is not null or ($treated_early_counts and m.subject_id is not null)
    ) ranked
    where n = 1
)
select
    v.subject_id,
    v.person_id,
    e.first_second,
    coalesce(e.confirmed_second, e.first_second) as confirmed_second,
    coalesce(e.on_date, n.on_date) as counts_on,
    coalesce(e.on_date, n.on_date) + 1 as due_on,
    case
        when v.delivered_on is null then 'delivery_day_unknown'
        when e.subject_id is null then 'time_unknown'
        when t.subject_id is not null then 'dose_time_unknown'
    end as unknown_reason
from delivery v
left join first_time e on e.subject_id = v.subject_id
left join (
    -- Readings in the severe range of which nobody sent the time.
    select subject_id, min(on_date) as on_date
    from reading
    where severe and at_second is null
    group by subject_id
) n on n.subject_id = v.subject_id
left join (
    -- A dose on the day of which nobody sent the time.
    select distinct subject_id, on_date
    from dose
    where at_second is null
) t on t.subject_id = v.subject_id and t.on_date = e.on_date
where v.first_in_180_days and (e.subject_id is not null or n.subject_id is not null)
