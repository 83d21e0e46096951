-- What stands about each pair of which a verdict was given or taken back.
select x.kind, x.a_id, x.b_id, x.attribute, x.seq, x.act_id,
    (
        select s.act_id from verdict s join act t on t.id = s.act_id
        where s.kind = x.kind and s.a_id = x.a_id and s.b_id = x.b_id and s.attribute = x.attribute
          and t.undone_at is null
        order by s.act_id desc limit 1
    ),
    (
        select s.verdict from verdict s join act t on t.id = s.act_id
        where s.kind = x.kind and s.a_id = x.a_id and s.b_id = x.b_id and s.attribute = x.attribute
          and t.undone_at is null
        order by s.act_id desc limit 1
    )
from verdict x
where x.seq > $1
order by x.seq
limit $2
