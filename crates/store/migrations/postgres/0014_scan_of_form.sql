-- The scan that a form was typed in from: who looked at it is on her list, and it is erased once she hides.
create index door_file_of_submission on door_file (submission_id) where submission_id is not null;
