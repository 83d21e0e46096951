select email, phone, language from contact_point where whose = $1
