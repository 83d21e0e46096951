-- A chart of a measure stands outside once. Where it was let out twice at the same moment, the newest stays: those before
-- it are taken back by whoever let them out.

update embed set
    undone_at = (
        select min(n.at) from embed n
        where n.measure = embed.measure and n.chart = embed.chart and n.undone_at is null and n.id > embed.id
    ),
    undone_by = by_id
where undone_at is null and exists (
    select 1 from embed n
    where n.measure = embed.measure and n.chart = embed.chart and n.undone_at is null and n.id > embed.id
);
create unique index embed_standing on embed (measure, chart) where undone_at is null;
