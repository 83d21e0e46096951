update service set open = $1
