delete from quarantine_run where quarantine_id in (values {int})
