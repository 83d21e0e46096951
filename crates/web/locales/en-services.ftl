
## Services, where and when
services-all-title = Services
services-list-title = { $n ->
    [one] 1 service
   *[other] { $n } services
}
services-list-empty = They come from the programme’s folder, or from a directory.
services-directories = Take a directory of services in
services-all = All services: whom they take, hours, places
service-closed = takes no referrals
service-origin = from { $name }
service-edit = Edit this service
service-edit-title = Edit { $name }
service-edit-lead = What you save counts at once, with your name and the time. It can be taken back.
service-edit-changed = Somebody changed this service since you opened the form. Your text is still here: open the service in another tab, compare, then save again.
service-save = Save
service-everybody = Everybody.
service-only-one = Nobody has two services of this kind at once
service-takes = Takes referrals
service-reach = Where, when and how
service-hours = Opening hours
service-sites = Places
service-contact = How to reach it
service-notes = What its directory says besides
service-versions = What was changed, and by whom
service-restore = Bring this back
service-stands = This is how it stands.
service-names = Name and kind
service-languages-title = Languages spoken
service-whom-hint = All that you say here has to be so. What is not known of a woman is never taken for a no: then we say that it has to be found out.
service-pregnant = While pregnant
service-pregnant-yes = takes pregnant women
service-pregnant-hint = Leave the weeks empty for the whole pregnancy. “Before 28 weeks” is 27 weeks and 6 days.
service-after = After the birth
service-after-yes = takes mothers with a baby
service-after-hint = In days of the baby’s age: 12 weeks are 84 days, 3 months about 91, a year 365.
service-first = First baby?
service-first-any = does not matter
service-first-yes = first baby only
service-first-no = not the first baby
service-low-income = Low income only
service-outcomes = Only after one of these
service-asked-hint = What only you can judge. We say to ask you, and never decide it ourselves.
service-others = Other conditions: without the tick they go
service-hours-hint = Leave a day empty when nobody is there. If you close after midnight, write that time.
service-hours-again = Again later that day
service-opens = from
service-closes = to
service-sites-hint = Leave all empty where the place is kept secret, or where you come to her. How far it is comes from the postal code.
service-site = Place { $n }
site-name = What it is called
site-address = Street and town
site-postal = Postal code
site-lat = Latitude, if you know it
site-lon = Longitude
sites-none = No place is given.
service-field-en = Name in English
service-field-es = Name in Spanish
service-field-about-en = What it does, in English
service-field-about-es = What it does, in Spanish
service-field-kind = Kind of service, in one word, such as home_visiting
service-field-pregnant-weeks = Up to weeks
service-field-pregnant-days = and days
service-field-pregnant-ask-weeks = Ask us up to weeks
service-field-pregnant-ask-days = and days (ask)
service-field-after-days = Up to days
service-field-after-ask = Ask us up to days
service-field-age-from = Youngest age, in years
service-field-age-to = Oldest age, in years
service-field-area = Postal codes that you serve, or how they begin
service-field-asked-en = Ask us about this, in English
service-field-asked-es = Ask us about this, in Spanish
service-field-languages = Other languages, as tags: so, ne
service-field-phones = Telephone numbers, one on a line
service-field-email = E-mail
service-field-website = Web page
service-wrong-needed = Fill this in.
service-wrong-too-long = Too long: at most 4,000 characters.
service-wrong-both-languages = Say it in both languages.
service-wrong-number = Write a whole number.
service-wrong-ask-later = This has to be later than the other.
service-wrong-backwards = The oldest age is below the youngest.
service-wrong-codes = Write postal codes with a comma between them.
service-wrong-time = Write a time such as 09:00.
service-wrong-point = This is no place on earth. Write degrees, such as 40.44 and -79.99, or leave both empty.
service-wrong-tags = Write tags of languages, such as so, ne.
service-wrong-email = This is no e-mail address.
service-wrong-website = A web page begins with https://
service-part-organization = organisation
service-part-name = name
service-part-kind = kind and order
service-part-languages = languages
service-part-rules = whom it takes
service-part-about = what it does
service-part-sites = places
service-part-hours = opening hours
service-part-phones = telephone
service-part-email = e-mail
service-part-website = web page
service-part-notes = words of the directory
service-part-open = whether it takes referrals
service-part-only-one = one of a kind
service-part-order = order
service-part-prefer-if = order
version-what-file = The programme’s file
version-what-directory = A directory
version-what-edit = Edited
version-what-back = Brought back
problem-somebody-changed-this-service-meanwhile-look-at-it-again = Somebody changed this service meanwhile. Look at it again.
done-front-edited = Saved.
done-front-restored = Brought back.
done-front-directory = The directory is taken in.
done-front-directory_back = Taken back. What somebody changed since stays.
done-front-directory_gone = Discarded.
match-distance-near = less than a mile away
match-distance = { $n ->
    [one] about 1 mile away ({ $km } km)
   *[other] about { $n } miles away ({ $km } km)
}
match-distance-unknown = Distance not known
hours-unknown = Opening hours not known
hours-always = open day and night
hours-until = open now, until { $time }
hours-from-today = opens today at { $time }
hours-from = opens { $day } at { $time }
hours-days = { $first } to { $last }
hours-span = { $days } { $opens }–{ $closes }
hours-since = { $hours }, from { $day }
hours-up-to = { $hours }, until { $day }
hours-between = { $hours }, from { $from } until { $until }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## Directories of services
directories-title = Directories of services
directories-lead = A directory lists services with whom they take, where and when. You see what would change before anything does, and you can take it back.
directories-put = Look at a directory
directories-files = Files
directories-files-hint = HSDS 3.0: JSON of its API, the CSV files of its data package (choose all of them), or a zip of these. At most 20 MB.
directories-source = Whose directory is it?
directories-source-hint = The same name takes the same services up again, such as “City 211”.
directories-empty = No directory was put in yet.
directory-erased = The files were erased before they were taken in. Put them in again.
directory-new = { $n ->
    [one] new service
   *[other] new services
}
directory-changed = { $n ->
    [one] service changes
   *[other] services change
}
directory-same = { $n ->
    [one] stays the same
   *[other] stay the same
}
directory-left-out = { $n ->
    [one] thing left out
   *[other] things left out
}
directory-new-title = New services
directory-changed-title = Services that change
directory-missing-title = Known from this directory, and not in these files
directory-left-out-title = Left out, and why
directory-more = and { $n } more
directory-parts = Changes: { $parts }
directory-kept = Changed here, and stays: { $parts }
directory-whole = { $n ->
    [one] This is the whole directory: 1 service that it does not name any more takes no referrals
   *[other] This is the whole directory: { $n } services that it does not name any more take no referrals
}
directory-commit = Take it in
directory-discard = Discard it
directory-undo = Take it back
problem-the-files-are-over-20-mb-kith-services-import-takes-larger-ones = The files are over 20 MB; `kith services import` takes larger ones.
problem-the-archive-is-broken-pack-it-again = The archive is broken. Pack it again.
problem-no-service-was-found-give-json-of-an-hsds-api-or-the-csv-files-of-a-data-package = No service was found in it. Give JSON of an HSDS API, or the CSV files of a data package.
problem-the-file-was-erased-put-it-in-again = The file was erased. Put it in again.
hsds-why-no-id = It has no id.
hsds-why-no-name = It has no name.
hsds-why-no-organization = Its organisation is not in the directory, or has no name.
hsds-why-unknown-status = Its status is none of active, inactive, defunct, temporarily closed.
hsds-why-twice = The same id is there twice. The first was taken.
hsds-why-no-service = No service refers to it.
hsds-why-no-table = This is no table that HSDS has.
hsds-why-not-taken = This table is not taken in.
hsds-remark-asked = Whom it takes is said in words: the service has to be asked.
hsds-remark-unsaid = The directory does not say whom it takes: the service has to be asked.
hsds-remark-bad-age = An age is no whole number of years: the service has to be asked.
hsds-remark-children = Its ages are those of children, not hers: the service has to be asked.
hsds-remark-hours-in-words = Some hours are no plain week, and are kept as words.
hsds-remark-hours-past = Some hours ended, and say nothing.
hsds-remark-not-on-earth = Its coordinates are no place on earth. Its postal code counts.
hsds-remark-mailing-address = It has a mailing address only, which may not be where it is.
hsds-remark-language = A language was not recognised. It is kept as words.
hsds-remark-no-spanish = The directory has no name in Spanish. Write one: until then the English one is shown.
hsds-remark-capacities = Its capacity is in several units, and is not taken.
hsds-remark-capacity-undated = Its capacity has no day on which it was said, and is not taken.
hsds-remark-no-web-page = Its web address is none, and was left out.
hsds-remark-fields = These fields are not taken in.
note-field-alternate-name = Also called
note-field-application-process = How to apply
note-field-fees-description = Cost
note-field-fees = Fees
note-field-wait-time = Waiting time
note-field-interpretation-services = Interpreters
note-field-alert = Alert
note-field-taxonomy = Sorted under
note-field-languages = Other languages
note-field-schedules = Hours in words

## Other doors: tables and scans
doors-more = Other ways to send somebody
doors-tables = Several at once, from a table
doors-scans = A fax or a scanned page
door-partner = Who sends it?
door-partner-hint = The clinic or organisation that it came from.
tables-title = Referrals from a table
tables-lead = Each row becomes a form, as if you had typed it. You see every row before it is sent.
tables-none = This programme reads no tables yet.
tables-none-more = Ask whoever runs Kith to add a file to its folder that says which column answers which question.
tables-put = Look at a table
tables-file = Table
tables-file-hint = CSV or XLSX, at most 5 MB and 2,000 rows.
tables-columns = How is it read?
tables-sent = Sent
table-fine = { $n ->
    [one] row can be sent
   *[other] rows can be sent
}
table-bad = { $n ->
    [one] row needs a look
   *[other] rows need a look
}
table-missing = These columns are not in the table: { $columns }
table-left-out = Nobody reads these columns: { $columns }
table-means = Rows that need a look are not sent. Put them right in your table and send it again: what was sent before is not sent twice.
table-send = { $n ->
    [one] Send 1 referral
   *[other] Send { $n } referrals
}
table-receipts = Receipts as a table
table-wrong-title = Rows that need a look
table-sent-title = Rows that were sent
table-fine-title = Rows that can be sent
table-again = was sent before
table-line = Row { $n }
scans-nav = Faxes and scans
scans-title = { $n ->
    [0] No scan waits
    [one] 1 scan waits to be typed in
   *[other] { $n } scans wait to be typed in
}
scans-lead = Put in a page as it came. Somebody of the intake team types it in beside it, and a receipt goes back.
scans-put = Put in a scan
scans-file = Scanned page
scans-file-hint = PDF, TIFF, PNG or JPEG, at most 10 MB.
scans-send = Put it in
scans-empty = No scan was put in yet.
scan-waits = waits for { $time }
scan-aside = Put aside: { $why }
scan-typed = Typed in, number { $number }
scan-sheet = The page as it came
scan-receipt = Receipt to print or fax back
scan-choose = Which form is it?
scan-put-aside = It is no form: put it aside
scan-why = Why?
scan-concealed = What is on this page is concealed now, so it is not shown. It is erased some days after it was typed in.
scan-erased = The page was erased, as it is some days after it was typed in.
scan-alt = Scanned page from { $sender }
scan-as-file = Your browser does not show this kind of file here. Save it and open it beside this page.
scan-download = Save the page
scan-receipt-title = Your page has arrived
scan-receipt-to = To { $sender }
scan-receipt-came = It came on { $time }.
scan-receipt-waits = It has not been typed in yet.
done-front-table = Sent. The receipts are here.
done-front-scan = It has arrived. Somebody types it in.
done-front-typed = Typed in.
done-front-aside = Put aside, with your reason.
problem-choose-how-the-table-is-read = Choose how the table is read.
problem-say-who-sends-it = Say who sends it.
problem-the-file-is-over-5-mb-cut-it-into-smaller-ones = The file is over 5 MB. Cut it into smaller ones.
problem-the-table-has-more-than-2000-rows-cut-it-into-smaller-ones = The table has more than 2,000 rows. Cut it into smaller ones.
problem-the-scan-is-over-10-mb-scan-it-in-black-and-white-or-page-by-page = The scan is over 10 MB. Scan it in black and white, or page by page.
problem-this-is-no-pdf-tiff-png-or-jpeg = This is no PDF, TIFF, PNG or JPEG. Scan the page again as one of these.
problem-say-it-in-at-most-500-characters = Say it in at most 500 characters.
problem-this-scan-was-put-aside = This scan was put aside.
problem-somebody-typed-this-scan-in-or-put-it-aside-meanwhile = Somebody typed this scan in, or put it aside, meanwhile.
