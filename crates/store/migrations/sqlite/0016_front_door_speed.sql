-- What is read of every service that is matched, without the service itself.
create index service_in_order on service (place, id, version, organization_id);
