-- What is read of every service that is matched, without the service itself.
create index service_in_order on service (place, id, version, organization_id);

-- How many wait for each service, without their rows.
create index referral_in_line on referral (service_id, waiting_from) where waiting_from is not null;
