select name, value from counter where name in ('record', 'source_person', 'person', 'organization', 'link_work')
