-- Or nothing, where the same chart stands outside already; the number of the one that does.
insert into embed (id, token, measure, chart, at, by_id) values ($1, $2, $3, $4, $5, $6)
on conflict (measure, chart) where undone_at is null do update set chart = excluded.chart
returning id
