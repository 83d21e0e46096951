-- Deliveries with severe high blood pressure that persisted, in the pregnancy or in the six weeks after: the first time
-- only, once for each delivery. Severe is a run of readings with none below it. It is confirmed by the first reading of
-- the run that lies long enough after the first.
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
left join (
    select subject_id, on_date, first_second, confirmed_second
    from (
        select
            k.subject_id, k.on_date, k.first_second, k.confirmed_second,
            row_number() over (partition by k.subject_id order by k.first_second) as n
        from (
            -- Each run: its first reading, and the one that confirms it.
            select
                s.subject_id, s.run,
                min(s.on_date) as on_date,
                min(s.first_second) as first_second,
                min(case when s.at_second - s.first_second >= $confirm_minutes * 60 then s.at_second end)
                    as confirmed_second
            from (
                select
                    subject_id, run, on_date, at_second,
                    min(at_second) over (partition by subject_id, run) as first_second
                from (
                    select
                        d.subject_id, r.on_date, r.at_second, r.severe,
                        sum(case when r.severe then 0 else 1 end) over (
                            partition by d.subject_id order by r.at_second, r.evidence_id
                        ) as run
                    from (
                        select
                            p.person_id, p.evidence_id, p.on_date, p.at_second,
                            p.systolic >= $severe_systolic or p.diastolic >= $severe_diastolic as severe
                        from (
                        select
                                s.person_id, s.evidence_id, s.on_date, s.at_second,
                                s.value_num as systolic, i.value_num as diastolic
                            from observation s
                            join observation i on i.evidence_id = s.evidence_id
                            where s.concept_id in (select concept_id from value_set where name = 'systolic_pressure')
                              and i.concept_id in (select concept_id from value_set where name = 'diastolic_pressure')
                              and s.value_num between $systolic_low and $systolic_high
                              and i.value_num between $diastolic_low and $diastolic_high
                              and s.value_num - i.value_num >= $pulse_pressure
                        ) p
                        where p.at_second is not null
                    ) r
                    join delivery d on d.person_id = r.person_id
                    where r.on_date between d.delivered_latest - 280 and d.delivered_latest + $postpartum_days
                ) runs
                where severe
            ) s
            where s.at_second - s.first_second <= $within_hours * 3600
            group by s.subject_id, s.run
        ) k
        left join (
            -- Treated before it could be confirmed.
            select d.subject_id, m.at_second
            from medication m
            join delivery d on d.person_id = m.person_id
            where m.intent = 'administration'
              and m.concept_id in (select concept_id from value_set where name = 'antihypertensive_first_line')
        ) m on m.subject_id = k.subject_id
            and m.at_second >= k.first_second
            and m.at_second <= k.first_second + $treat_minutes * 60
        where k.confirmed_second is not null or ($treated_early_counts and m.subject_id is not null)
    ) ranked
    where n = 1
) e on e.subject_id = v.subject_id
left join (
    -- Readings in the severe range of which nobody sent the time.
    select d.subject_id, min(r.on_date) as on_date
    from (
    select
            s.person_id, s.evidence_id, s.on_date, s.at_second,
            s.value_num as systolic, i.value_num as diastolic
        from observation s
        join observation i on i.evidence_id = s.evidence_id
        where s.concept_id in (select concept_id from value_set where name = 'systolic_pressure')
          and i.concept_id in (select concept_id from value_set where name = 'diastolic_pressure')
          and s.value_num between $systolic_low and $systolic_high
          and i.value_num between $diastolic_low and $diastolic_high
          and s.value_num - i.value_num >= $pulse_pressure
    ) r
    join delivery d on d.person_id = r.person_id
    where r.at_second is null
      and (r.systolic >= $severe_systolic or r.diastolic >= $severe_diastolic)
      and r.on_date between d.delivered_latest - 280 and d.delivered_latest + $postpartum_days
    group by d.subject_id
) n on n.subject_id = v.subject_id
left join (
    -- A dose on the day of which nobody sent the time.
    select distinct d.subject_id, m.on_date
    from medication m
    join delivery d on d.person_id = m.person_id
    where m.intent = 'administration'
      and m.at_second is null
      and m.concept_id in (select concept_id from value_set where name = 'antihypertensive_first_line')
) t on t.subject_id = v.subject_id and t.on_date = e.on_date
where v.first_in_180_days and (e.subject_id is not null or n.subject_id is not null)
