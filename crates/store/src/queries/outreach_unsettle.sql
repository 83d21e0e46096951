delete from caseload where infant_id in (values {int})
