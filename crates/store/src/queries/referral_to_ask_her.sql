-- Referrals of long enough ago that still stand or ended in service, about which she may be asked and has not said a word.
select r.id from referral r
where r.sent_at <= $1 and r.sent_at > $2 and not r.do_not_contact and r.own_at is null and r.id > $3
  and r.state not in ('returned', 'declined', 'withdrawn', 'lapsed')
  and not exists (select 1 from outbox o where o.referral_id = r.id and o.address_class = 'herself')
order by r.id
limit $4
