
## Servicios: dónde y cuándo
services-all-title = Servicios
services-list-title = { $n ->
    [one] 1 servicio
   *[other] { $n } servicios
}
services-list-empty = Vienen de la carpeta del programa o de un directorio.
services-directories = Incorporar un directorio de servicios
services-all = Todos los servicios: a quién reciben, horarios, lugares
service-closed = no recibe referencias
service-origin = de { $name }
service-edit = Editar este servicio
service-edit-title = Editar { $name }
service-edit-lead = Lo que guarde vale de inmediato, con su nombre y la hora. Se puede deshacer.
service-edit-changed = Alguien cambió este servicio desde que usted abrió el formulario. Su texto sigue aquí: abra el servicio en otra pestaña, compare y guarde otra vez.
service-save = Guardar
service-everybody = Todas las personas.
service-only-one = Nadie tiene dos servicios de este tipo a la vez
service-takes = Recibe referencias
service-reach = Dónde, cuándo y cómo
service-hours = Horario
service-sites = Lugares
service-contact = Cómo comunicarse
service-notes = Lo que además dice su directorio
service-versions = Qué se cambió y quién lo hizo
service-restore = Volver a esto
service-stands = Así está ahora.
service-names = Nombre y tipo
service-languages-title = Idiomas que se hablan
service-whom-hint = Todo lo que diga aquí tiene que cumplirse. Lo que no se sabe de una mujer nunca se toma por un no: entonces decimos que hay que averiguarlo.
service-pregnant = Durante el embarazo
service-pregnant-yes = recibe a mujeres embarazadas
service-pregnant-hint = Deje las semanas en blanco si es todo el embarazo. «Antes de las 28 semanas» son 27 semanas y 6 días.
service-after = Después del parto
service-after-yes = recibe a madres con un bebé
service-after-hint = En días de edad del bebé: 12 semanas son 84 días, 3 meses unos 91, un año 365.
service-first = ¿Primer bebé?
service-first-any = no importa
service-first-yes = solo el primer bebé
service-first-no = no el primer bebé
service-low-income = Solo con ingresos bajos
service-outcomes = Solo después de algo de esto
service-asked-hint = Lo que solo ustedes pueden juzgar. Decimos que hay que preguntarles y nunca lo decidimos nosotros.
service-others = Otras condiciones: sin la marca se quitan
service-hours-hint = Deje en blanco el día en que no hay nadie. Si cierran después de medianoche, escriba esa hora.
service-hours-again = Otra vez más tarde ese día
service-opens = de
service-closes = a
service-sites-hint = Deje todo en blanco si el lugar es secreto o si ustedes van a donde ella está. La distancia se calcula con el código postal.
service-site = Lugar { $n }
site-name = Cómo se llama
site-address = Calle y ciudad
site-postal = Código postal
site-lat = Latitud, si la sabe
site-lon = Longitud
sites-none = No se da ningún lugar.
service-field-en = Nombre en inglés
service-field-es = Nombre en español
service-field-about-en = Qué hace, en inglés
service-field-about-es = Qué hace, en español
service-field-kind = Tipo de servicio, en una palabra, como home_visiting
service-field-pregnant-weeks = Hasta semanas
service-field-pregnant-days = y días
service-field-pregnant-ask-weeks = Preguntar hasta semanas
service-field-pregnant-ask-days = y días (preguntar)
service-field-after-days = Hasta días
service-field-after-ask = Preguntar hasta días
service-field-age-from = Edad mínima, en años
service-field-age-to = Edad máxima, en años
service-field-area = Códigos postales que atienden, o cómo empiezan
service-field-asked-en = Pregúntennos sobre esto, en inglés
service-field-asked-es = Pregúntennos sobre esto, en español
service-field-languages = Otros idiomas, con su código: so, ne
service-field-phones = Teléfonos, uno por línea
service-field-email = Correo electrónico
service-field-website = Página web
service-wrong-needed = Complete esto.
service-wrong-too-long = Demasiado largo: 4,000 caracteres como máximo.
service-wrong-both-languages = Dígalo en los dos idiomas.
service-wrong-number = Escriba un número entero.
service-wrong-ask-later = Esto tiene que ser más tarde que lo otro.
service-wrong-backwards = La edad máxima es menor que la mínima.
service-wrong-codes = Escriba códigos postales separados por comas.
service-wrong-time = Escriba una hora como 09:00.
service-wrong-point = Ese lugar no existe en la tierra. Escriba grados, como 40.44 y -79.99, o deje los dos en blanco.
service-wrong-tags = Escriba códigos de idiomas, como so, ne.
service-wrong-email = No es una dirección de correo.
service-wrong-website = Una página web empieza con https://
service-part-organization = organización
service-part-name = nombre
service-part-kind = tipo y orden
service-part-languages = idiomas
service-part-rules = a quién recibe
service-part-about = qué hace
service-part-sites = lugares
service-part-hours = horario
service-part-phones = teléfono
service-part-email = correo
service-part-website = página web
service-part-notes = palabras del directorio
service-part-open = si recibe referencias
service-part-only-one = uno de su tipo
service-part-order = orden
service-part-prefer-if = orden
version-what-file = El archivo del programa
version-what-directory = Un directorio
version-what-edit = Edición
version-what-back = Vuelta atrás
problem-somebody-changed-this-service-meanwhile-look-at-it-again = Alguien cambió este servicio mientras tanto. Véalo de nuevo.
done-front-edited = Guardado.
done-front-restored = Se volvió a como era.
done-front-directory = El directorio está incorporado.
done-front-directory_back = Deshecho. Lo que alguien cambió después queda.
done-front-directory_gone = Descartado.
match-distance-near = a menos de una milla
match-distance = { $n ->
    [one] a una milla ({ $km } km)
   *[other] a unas { $n } millas ({ $km } km)
}
match-distance-unknown = No se sabe la distancia
hours-unknown = No se sabe el horario
hours-always = abierto día y noche
hours-until = abierto ahora, hasta las { $time }
hours-from-today = abre hoy a las { $time }
hours-from = abre el { $day } a las { $time }
hours-days = { $first } a { $last }
hours-span = { $days } { $opens }–{ $closes }
hours-since = { $hours }, desde el { $day }
hours-up-to = { $hours }, hasta el { $day }
hours-between = { $hours }, del { $from } al { $until }
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo

## Directorios de servicios
directories-title = Directorios de servicios
directories-lead = Un directorio enumera servicios: a quién reciben, dónde y cuándo. Usted ve qué cambiaría antes de que algo cambie, y puede deshacerlo.
directories-put = Revisar un directorio
directories-files = Archivos
directories-files-hint = HSDS 3.0: JSON de su API, los archivos CSV de su paquete de datos (elíjalos todos) o un zip de estos. 20 MB como máximo.
directories-source = ¿De quién es el directorio?
directories-source-hint = El mismo nombre retoma los mismos servicios, como «City 211».
directories-empty = Todavía no se ha puesto ningún directorio.
directory-erased = Los archivos se borraron antes de incorporarse. Póngalos de nuevo.
directory-new = { $n ->
    [one] servicio nuevo
   *[other] servicios nuevos
}
directory-changed = { $n ->
    [one] servicio cambia
   *[other] servicios cambian
}
directory-same = { $n ->
    [one] queda igual
   *[other] quedan igual
}
directory-left-out = { $n ->
    [one] cosa queda fuera
   *[other] cosas quedan fuera
}
directory-new-title = Servicios nuevos
directory-changed-title = Servicios que cambian
directory-missing-title = Conocidos por este directorio, y no están en estos archivos
directory-left-out-title = Lo que queda fuera, y por qué
directory-more = y { $n } más
directory-parts = Cambia: { $parts }
directory-kept = Se cambió aquí, y queda: { $parts }
directory-whole = { $n ->
    [one] Este es el directorio completo: 1 servicio que ya no nombra deja de recibir referencias
   *[other] Este es el directorio completo: { $n } servicios que ya no nombra dejan de recibir referencias
}
directory-commit = Incorporarlo
directory-discard = Descartarlo
directory-undo = Deshacerlo
problem-the-files-are-over-20-mb-kith-services-import-takes-larger-ones = Los archivos pasan de 20 MB; `kith services import` recibe más grandes.
problem-the-archive-is-broken-pack-it-again = El archivo comprimido está dañado. Comprímalo de nuevo.
problem-no-service-was-found-give-json-of-an-hsds-api-or-the-csv-files-of-a-data-package = No se encontró ningún servicio. Dé el JSON de una API de HSDS o los archivos CSV de un paquete de datos.
problem-the-file-was-erased-put-it-in-again = El archivo se borró. Póngalo de nuevo.
hsds-why-no-id = No tiene identificador.
hsds-why-no-name = No tiene nombre.
hsds-why-no-organization = Su organización no está en el directorio o no tiene nombre.
hsds-why-unknown-status = Su estado no es active, inactive, defunct ni temporarily closed.
hsds-why-twice = El mismo identificador está dos veces. Se tomó el primero.
hsds-why-no-service = Ningún servicio lo menciona.
hsds-why-no-table = No es una tabla de HSDS.
hsds-why-not-taken = Esta tabla no se incorpora.
hsds-remark-asked = Dice con palabras a quién recibe: hay que preguntar al servicio.
hsds-remark-unsaid = El directorio no dice a quién recibe: hay que preguntar al servicio.
hsds-remark-bad-age = Una edad no es un número entero de años: hay que preguntar al servicio.
hsds-remark-children = Sus edades son de niños, no de ella: hay que preguntar al servicio.
hsds-remark-hours-in-words = Algunos horarios no son una semana simple y quedan como palabras.
hsds-remark-hours-past = Algunos horarios ya terminaron y no dicen nada.
hsds-remark-not-on-earth = Sus coordenadas no existen en la tierra. Vale su código postal.
hsds-remark-mailing-address = Solo tiene una dirección postal, que puede no ser donde está.
hsds-remark-language = No se reconoció un idioma. Queda como palabras.
hsds-remark-no-spanish = El directorio no tiene nombre en español. Escriba uno: hasta entonces se muestra el inglés.
hsds-remark-capacities = Su capacidad está en varias unidades y no se toma.
hsds-remark-capacity-undated = Su capacidad no dice de qué día es y no se toma.
hsds-remark-no-web-page = Su dirección web no es válida y quedó fuera.
hsds-remark-fields = Estos campos no se incorporan.
note-field-alternate-name = También se llama
note-field-application-process = Cómo solicitarlo
note-field-fees-description = Costo
note-field-fees = Cuotas
note-field-wait-time = Tiempo de espera
note-field-interpretation-services = Intérpretes
note-field-alert = Aviso
note-field-taxonomy = Clasificado en
note-field-languages = Otros idiomas
note-field-schedules = Horario en palabras

## Otras puertas: tablas y escaneos
doors-more = Otras maneras de enviar a alguien
doors-tables = Varias personas a la vez, desde una tabla
doors-scans = Un fax o una página escaneada
door-partner = ¿Quién la envía?
door-partner-hint = La clínica u organización de la que viene.
tables-title = Referencias desde una tabla
tables-lead = Cada fila se vuelve un formulario, como si usted la hubiera escrito. Usted ve cada fila antes de enviarla.
tables-none = Este programa todavía no lee tablas.
tables-none-more = Pida a quien administra Kith que agregue a su carpeta un archivo que diga qué columna responde qué pregunta.
tables-put = Revisar una tabla
tables-file = Tabla
tables-file-hint = CSV o XLSX, 5 MB y 2,000 filas como máximo.
tables-columns = ¿Cómo se lee?
tables-sent = Enviada
table-fine = { $n ->
    [one] fila se puede enviar
   *[other] filas se pueden enviar
}
table-bad = { $n ->
    [one] fila necesita revisión
   *[other] filas necesitan revisión
}
table-missing = Estas columnas no están en la tabla: { $columns }
table-left-out = Nadie lee estas columnas: { $columns }
table-means = Las filas que necesitan revisión no se envían. Corríjalas en su tabla y envíela otra vez: lo que ya se envió no se envía dos veces.
table-send = { $n ->
    [one] Enviar 1 referencia
   *[other] Enviar { $n } referencias
}
table-receipts = Recibos en una tabla
table-wrong-title = Filas que necesitan revisión
table-sent-title = Filas enviadas
table-fine-title = Filas que se pueden enviar
table-again = ya se había enviado
table-line = Fila { $n }
scans-nav = Faxes y escaneos
scans-title = { $n ->
    [0] No espera ningún escaneo
    [one] 1 escaneo espera que lo pasen
   *[other] { $n } escaneos esperan que los pasen
}
scans-lead = Ponga la página como llegó. Alguien del equipo de admisión la pasa a su lado, y se devuelve un recibo.
scans-put = Poner un escaneo
scans-file = Página escaneada
scans-file-hint = PDF, TIFF, PNG o JPEG, 10 MB como máximo.
scans-send = Ponerlo
scans-empty = Todavía no se ha puesto ningún escaneo.
scan-waits = espera desde hace { $time }
scan-aside = Apartado: { $why }
scan-typed = Pasado, número { $number }
scan-sheet = La página como llegó
scan-receipt = Recibo para imprimir o devolver por fax
scan-choose = ¿Qué formulario es?
scan-put-aside = No es un formulario: apartarlo
scan-why = ¿Por qué?
scan-concealed = Lo que hay en esta página ahora está oculto, y por eso no se muestra. Se borra unos días después de transcribirla.
scan-erased = La página se borró, como se hace unos días después de pasarla.
scan-alt = Página escaneada de { $sender }
scan-as-file = Su navegador no muestra aquí este tipo de archivo. Guárdelo y ábralo junto a esta página.
scan-download = Guardar la página
scan-receipt-title = Su página ha llegado
scan-receipt-to = Para { $sender }
scan-receipt-came = Llegó el { $time }.
scan-receipt-waits = Todavía no se ha pasado.
done-front-table = Enviado. Los recibos están aquí.
done-front-scan = Ha llegado. Alguien lo pasará.
done-front-typed = Pasado.
done-front-aside = Apartado, con su motivo.
problem-choose-how-the-table-is-read = Elija cómo se lee la tabla.
problem-say-who-sends-it = Diga quién la envía.
problem-the-file-is-over-5-mb-cut-it-into-smaller-ones = El archivo pasa de 5 MB. Divídalo.
problem-the-table-has-more-than-2000-rows-cut-it-into-smaller-ones = La tabla tiene más de 2,000 filas. Divídala.
problem-the-scan-is-over-10-mb-scan-it-in-black-and-white-or-page-by-page = El escaneo pasa de 10 MB. Escanéelo en blanco y negro o página por página.
problem-this-is-no-pdf-tiff-png-or-jpeg = No es PDF, TIFF, PNG ni JPEG. Escanee la página otra vez en uno de estos.
problem-say-it-in-at-most-500-characters = Dígalo en 500 caracteres como máximo.
problem-this-scan-was-put-aside = Este escaneo se apartó.
problem-somebody-typed-this-scan-in-or-put-it-aside-meanwhile = Mientras tanto alguien pasó este escaneo o lo apartó.
