-- She said no to the help, and no other of its kind served her.
select d.subject_id, 'declined' as reason, s.evidence_id
from denominator d
join step s on s.referral_id = d.subject_id and s.what = 'declined'
left join (
    select distinct r.case_id, r.kind
    from referral r
    join step t on t.referral_id = r.subject_id and t.what in ('in_service', 'completed')
) served on served.case_id = d.case_id and served.kind = d.kind
where served.case_id is null
