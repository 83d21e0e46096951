# Kith en español. Sencillo, breve, amable. Nunca culpar a una familia.

## El marco
skip = Ir al contenido
nav-label = Principal
nav-today = Hoy
nav-scorecard = Resultados
nav-worklist = Bebés
nav-data = Datos
nav-help = Ayuda
sign-in = Entrar
sign-out = Salir
undo = Deshacer
close = Cerrar
print = Imprimir
refresh = Actualizar
and = y
foot-words = Kith reúne a familias, clínicas y ayudantes en una misma página
role-coordinator = Coordinación de la red
role-clinic-lead = Responsable de clínica
role-outreach-worker = Enlace con las familias
role-analyst = Análisis
role-administrator = Administración
role-coordinator-sees = Todas las clínicas: tasas, nombres, listas y los registros que no se pudieron leer.
role-clinic-lead-sees = Los nombres y las listas de su propia clínica; las tasas de todas; de dónde vienen los datos.
role-outreach-worker-sees = Las familias a su cargo; las tasas, sin los recuentos pequeños.
role-analyst-sees = Las tasas, sin los recuentos pequeños; de dónde vienen los datos. Ningún nombre.
role-administrator-sees = Cómo funciona el sistema: fuentes, lecturas, qué no se pudo leer y por qué. Ningún registro de nadie, y ninguna tasa.

## La puerta
door-title = Le damos la bienvenida a Kith
login = Usuario
password = Contraseña
door-help = Si no puede entrar, pregunte a quien administra Kith donde usted trabaja.
door-wrong = El usuario o la contraseña no son correctos. Revíselos e inténtelo de nuevo.

## Lo que se acaba de hacer
done-contact = Anotado.
done-visit = Visita registrada. Los números cambian en unos segundos.
done-undone = Deshecho.
done-assigned = { $n ->
    [0] No se eligió a nadie; nada ha cambiado.
    [one] 1 familia asignada.
   *[other] { $n } familias asignadas.
}
done-replayed = Se leyó de nuevo y ya está dentro.
done-waits = Se leyó de nuevo y todavía no se puede usar. El motivo está abajo.
done-replayed-all = { $n ->
    [one] 1 registro ya está dentro;
   *[other] { $n } registros ya están dentro;
} { $waits ->
    [0] no espera ninguno.
    [one] 1 sigue en espera.
   *[other] { $waits } siguen en espera.
}

## Teclas
keys-title = Teclado
keys-on = Usar teclas de una sola letra
key-next = Familia siguiente
key-back = Familia anterior
key-open = Abrir
key-contact = Anotar una llamada u otro intento
key-visit = Registrar una visita
key-undo = Deshacer lo último
key-help = Mostrar estas teclas

## Números y días
withheld = muy pocos para mostrar
withheld-short = muy pocos
nobody-yet = todavía no se cuenta a nadie
under = menos de { $share }
interval-to = { $low } a { $high }
points = { $n ->
    [one] 1 punto
   *[other] { $n } puntos
}
ago-seconds = { $n ->
    [one] hace 1 segundo
   *[other] hace { $n } segundos
}
ago-minutes = { $n ->
    [one] hace 1 minuto
   *[other] hace { $n } minutos
}
ago-hours = { $n ->
    [one] hace 1 hora
   *[other] hace { $n } horas
}
ago-days = { $n ->
    [one] hace 1 día
   *[other] hace { $n } días
}
days-left-today = hoy es el último día
days-left = { $n ->
    [one] queda 1 día
   *[other] quedan { $n } días
}
days-over = { $n ->
    [one] cerró ayer
   *[other] cerró hace { $n } días
}
age-days = { $n ->
    [0] nació hoy
    [one] 1 día de edad
   *[other] { $n } días de edad
}
gestation = { $weeks ->
    [one] 1 semana
   *[other] { $weeks } semanas
} { $days ->
    [0] al nacer
    [one] y 1 día al nacer
   *[other] y { $days } días al nacer
}
n-infants = { $n ->
    [one] 1 bebé
   *[other] { $n } bebés
}
n-deliveries = { $n ->
    [one] 1 parto
   *[other] { $n } partos
}
n-of = { $n } de { $of }
n-of-withheld = Recuento muy pequeño para mostrarlo
of-count = de { $count }
bytes = { $n ->
    [one] 1 byte
   *[other] { $n } bytes
}

## Grupos
stratifier-race-ethnicity = Raza y origen étnico
stratifier-language = Idioma
stratifier-payer = Quién paga
stratifier-age-band = Edad de la madre al parto
stratifier-geography = Zona
group-black-or-african-american = Negros o afroamericanos
    .infants = Bebés negros o afroamericanos
    .deliveries = Madres negras o afroamericanas
group-white = Blancos
    .infants = Bebés blancos
    .deliveries = Madres blancas
group-hispanic-or-latino = Hispanos o latinos
    .infants = Bebés hispanos o latinos
    .deliveries = Madres hispanas o latinas
group-asian = Asiáticos
    .infants = Bebés asiáticos
    .deliveries = Madres asiáticas
group-american-indian-or-alaska-native = Indígenas americanos o nativos de Alaska
    .infants = Bebés indígenas americanos o nativos de Alaska
    .deliveries = Madres indígenas americanas o nativas de Alaska
group-native-hawaiian-or-other-pacific-islander = Nativos de Hawái u otras islas del Pacífico
    .infants = Bebés nativos de Hawái u otras islas del Pacífico
    .deliveries = Madres nativas de Hawái u otras islas del Pacífico
group-middle-eastern-or-north-african = De Oriente Medio o el norte de África
    .infants = Bebés de Oriente Medio o el norte de África
    .deliveries = Madres de Oriente Medio o el norte de África
group-multiracial = De varias razas
    .infants = Bebés de varias razas
    .deliveries = Madres de varias razas
group-other-race = Otra raza
    .infants = Bebés de otra raza
    .deliveries = Madres de otra raza
group-asked-not-answered = Se preguntó, sin respuesta
    .infants = Bebés cuya familia no respondió
    .deliveries = Madres que no respondieron
group-unknown = No se sabe
    .infants = Bebés cuyo grupo no se sabe
    .deliveries = Madres cuyo grupo no se sabe
group-medicaid = Medicaid
group-private = Seguro privado
group-self-pay = Pago propio
group-other-public = Otro público
group-other = Otro
group-under-20 = Menos de 20
group-20-34 = De 20 a 34
group-35-and-over = 35 o más
group-en = Inglés
group-es = Español
group-other-infants = Bebés del grupo «{ $group }»
group-other-deliveries = Madres del grupo «{ $group }»
language-en = inglés
language-es = español
language-fr = francés
language-pt = portugués
language-ht = criollo haitiano
language-zh = chino
language-vi = vietnamita
language-ar = árabe
language-so = somalí
language-ne = nepalí
mother = Madre
baby = Bebé
baby-number = Bebé { $n }
lane-contacts = Intentos

## Qué tan reciente
fresh-updated = Actualizado { $ago }
fresh-never = Todavía sin contar
fresh-as-of = al { $day }
fresh-complete = { $share } conocido
fresh-waiting = { $n ->
    [one] se está contando 1 cambio
   *[other] se están contando { $n } cambios
}
beside = Aparte de la tasa:
beside-pending = { $n ->
    [one] 1 todavía tiene tiempo
   *[other] { $n } todavía tienen tiempo
}
beside-excluded = { $n ->
    [one] 1 no cuenta por un motivo indicado
   *[other] { $n } no cuentan por un motivo indicado
}
beside-unknown = { $n ->
    [one] 1 no se puede saber
   *[other] { $n } no se pueden saber
}
beside-pending-withheld = unos pocos todavía tienen tiempo
beside-excluded-withheld = unos pocos no cuentan por un motivo indicado
beside-unknown-withheld = unos pocos no se pueden saber
suppressed-note = Los recuentos que podrían señalar a una familia no se muestran, ni lo que permitiría deducirlos.

## La brecha, en frases
gap-rates = { $focus }: { $focusrate }. { $reference }: { $referencerate }.
gap-is = La brecha es de { $gap }.
gap-is-was = La brecha es de { $gap }; era de { $before } en { $period }.
gap-none = No hay una brecha apreciable { $interval }.
gap-turned = { $focus }: ahora van { $gap } por delante.
gap-not-shown = La brecha no se puede mostrar: uno de los dos grupos es muy pequeño o todavía no está.
gap-label = La brecha
gap-of-label = Brecha: { $title }
gap-narrowed = Desde entonces se ha reducido en { $by } { $interval }.
gap-widened = Desde entonces ha aumentado en { $by } { $interval }.
gap-unclear = Todavía no está claro si ha cambiado: el cambio es de { $by } puntos { $interval }, y eso incluye que no haya ninguno.
gap-reference-worse = Se ha reducido en { $by } { $interval }, pero en parte porque { $reference } lo logran menos que antes.
gap-finding = { $first ->
    [one] De { $first } punto
   *[other] De { $first } puntos
} en { $from } a { $last } en { $to }
gap-finding-one = { $last ->
    [one] La brecha era de 1 punto en { $to }
   *[other] La brecha era de { $last } puntos en { $to }
}
gap-finding-none = Muy pocos para dibujar la brecha
gap-where = { $title } · { $place } · tasas con intervalos del 95 %
gap-summary = En { $period }, { $focus }: { $focusrate }; { $reference }: { $referencerate }; una brecha de { $gap }.
gap-summary-none = Ningún período tiene suficientes en los dos grupos para mostrar una brecha.
gap-goal = Meta
gap-goal-by = Meta al { $date }
more-half-by = { $n ->
    [one] Con { $count } más entre { $focus } que lo logre al { $by }, la brecha se reduce a la mitad.
   *[other] Si { $count } { $focus } más lo logran al { $by }, la brecha se reduce a la mitad.
}
more-half = { $n ->
    [one] Con { $count } más entre { $focus } que lo logre, la brecha se reduce a la mitad.
   *[other] Si { $count } { $focus } más lo logran, la brecha se reduce a la mitad.
}
more-share-by = { $n ->
    [one] Con { $count } más entre { $focus } que lo logre al { $by }, la brecha queda en el { $share } de lo que era.
   *[other] Si { $count } { $focus } más lo logran al { $by }, la brecha queda en el { $share } de lo que era.
}
more-share = { $n ->
    [one] Con { $count } más entre { $focus } que lo logre, la brecha queda en el { $share } de lo que era.
   *[other] Si { $count } { $focus } más lo logran, la brecha queda en el { $share } de lo que era.
}
more-reached = La meta está cumplida para { $focus }. Ahora se trata de mantenerla.
more-label = Faltan por lograr
see-list = Ver la lista
rate-of-all = { $title }: { $rate }.

## Gráficos
chart-show-data = Mostrar los datos
chart-csv = Datos en CSV
chart-csv-all = Todos los datos de esta medida en CSV
chart-svg = Dibujo en SVG
chart-png = Imagen en PNG
chart-axis-zero = El eje empieza en cero.
chart-axis-from = El eje empieza en { $from }, no en cero.
chart-bars-zero = Las barras empiezan en cero.
line-upper = Superior { $at }
line-lower = Inferior { $at }
line-centre = Centro { $at }
line-target = Meta { $at }
line-all = Total { $at }
control-where = { $title } · { $place } · por mes, con intervalos del 95 % y límites de control
control-summary = { $n } meses, de { $from } a { $to }: { $first } al principio, { $last } al final, alrededor de un centro de { $centre }.
control-empty = Ningún mes tiene suficientes para mostrar.
signal-none = Estable: los meses varían como lo haría el azar
signal-too-short = Demasiado pronto para decirlo: hay muy pocos meses
signal-run-above = Algo cambió para bien: { $n } meses seguidos por encima del centro desde { $since }
signal-run-below = Algo cambió: { $n } meses seguidos por debajo del centro desde { $since }
signal-run-label-above = { $n } seguidos por encima
signal-run-label-below = { $n } seguidos por debajo
signal-crossings = Algo cambió: la línea cruza el centro menos veces de lo que lo haría el azar
signal-beyond = { $n ->
    [one] 1 mes está fuera de los límites
   *[other] { $n } meses están fuera de los límites
}
signal-beyond-one = fuera de un límite
rules-title = Cómo se lee este gráfico
rules-limits = Las líneas discontinuas son los límites (gráfico p, tres errores estándar según el número de bebés o partos de ese mes). Un mes fuera de ellas lleva un anillo.
rules-run = La racha más larga a un lado del centro es de { $longest }; el azar rara vez da más de { $limit }.
rules-crossings = La línea cruza el centro { $crossings ->
    [one] una vez
   *[other] { $crossings } veces
}; el azar rara vez da menos de { $least }.
rules-what = Una señal dice que algo cambió, no qué. Busque lo que se hizo por esas fechas.
rows-summary = { $n } grupos, de { $lowrate } ({ $low }) a { $highrate } ({ $high }).
rows-summary-few = { $n ->
    [one] 1 grupo; se pueden mostrar muy pocos para comparar.
   *[other] { $n } grupos; se pueden mostrar muy pocos para comparar.
}
strata-finding = { $stratifier }: de { $low } ({ $lowname }) a { $high } ({ $highname })
strata-finding-few = { $stratifier }
strata-where = { $title } · { $place } · { $period } · puntos con intervalos del 95 %
clinics-finding = { $n ->
    [0] Ninguna clínica se aparta claramente del total
    [one] 1 de { $of } clínicas se aparta claramente del total
   *[other] { $n } de { $of } clínicas se apartan claramente del total
}
clinics-finding-none = Las clínicas, una junto a otra
clinics-where = { $title } · { $period } · por nombre, sin clasificación · puntos con intervalos del 95 %
deadlines-title = { $n ->
    [one] 1 plazo está abierto
   *[other] { $n } plazos están abiertos
}, { $nobody ->
    [0] y todos tienen quien llame
    [one] 1 sin nadie que llame
   *[other] { $nobody } sin nadie que llame
}
deadlines-withheld = Plazos abiertos por semana
deadlines-none = No hay plazos abiertos
deadlines-summary = Los próximos en cerrar son los de los siete días desde el { $week }: { $open }; sin nadie que llame: { $nobody }.
deadlines-where = { $title } · { $place } · según la semana en que cierra el plazo
deadlines-nobody = { $count } sin nadie que llame
deadlines-nobody-short = { $count } sin nadie
timeline-title = Del embarazo a hoy
timeline-where = Nació el { $birth } · las bandas son plazos, las marcas llenas cuentan
timeline-where-due = Nació el { $birth }, se esperaba el { $due } · las bandas son plazos, las marcas llenas cuentan
timeline-summary = { $n ->
    [one] Hay 1 dato registrado;
   *[other] Hay { $n } datos registrados;
} { $counted ->
    [one] 1 cuenta para una medida.
   *[other] { $counted } cuentan para una medida.
} Nació el { $birth }. Todos están en la lista de abajo.
timeline-today = Hoy
timeline-birth = Parto
timeline-week = Semana { $n }
timeline-day = Día { $n }

## Encabezados
th-month = Mes
th-rate = Tasa (intervalo del 95 %)
th-met = Logrado
th-of = De
th-excluded = No cuentan
th-pending = Con tiempo
th-unknown = No se sabe
th-limits = Límites
th-signal = Señal
th-period = Período
th-gap = Brecha
th-group = Grupo
th-week = Siete días desde el
th-open = Abiertos
th-nobody = Sin nadie que llame
th-day = Día
th-whose = De quién
th-what = Qué
th-where = Dónde
th-counts = Cuenta para
th-source = Fuente
th-type = Tipo
th-records = Registros
th-field = Lo que se pide
th-known = Conocido
th-share = Proporción
th-started = Inicio
th-new = Nuevos
th-newer = Versión más nueva
th-unchanged = Ya estaban
th-quarantined = No se pudieron leer

## Hoy
hello-morning = Buenos días.
hello-afternoon = Buenas tardes.
hello-evening = Buenas noches.
this-week-label = Bebés que necesitan una visita esta semana
today-outreach = { $n ->
    [0] Ningún bebé de su lista necesita una visita esta semana.
    [one] 1 bebé necesita una visita esta semana.
   *[other] { $n } bebés necesitan una visita esta semana.
}
today-outreach-empty = Nadie de su lista tiene un plazo abierto en este momento.
today-outreach-empty-more = Cuando le asignen una familia aparecerá aquí con los días que quedan; primero, lo más urgente.
today-outreach-all = { $n ->
    [one] Ver el único bebé de su lista
   *[other] Ver los { $n } bebés de su lista
}
today-lead = { $n ->
    [0] Ningún bebé necesita una visita esta semana.
    [one] 1 bebé necesita una visita esta semana{ $nobody ->
        [0] , y alguien está llamando.
       *[other] , y todavía no llama nadie.
    }
   *[other] { $n } bebés necesitan una visita esta semana{ $nobody ->
        [0] , y todos tienen quien llame.
        [one] ; por 1 de ellos no llama nadie.
       *[other] ; por { $nobody } de ellos no llama nadie.
    }
}
today-nobody = Todavía no llama nadie
today-nobody-all = Ver a todos los que no tienen quien llame
today-scorecard = Abrir los resultados
today-moved = Lo que cambió hace poco
today-moved-none = Nada ha cambiado desde el último recuento.
today-analyst = { $n ->
    [0] Las { $of } medidas están estables.
    [one] 1 de { $of } medidas muestra una señal.
   *[other] { $n } de { $of } medidas muestran una señal.
}
today-ops-clear = { $n ->
    [0] Ninguna fuente ha enviado nada todavía.
    [one] La única fuente está dentro y nada espera.
   *[other] Las { $n } fuentes están dentro y nada espera.
}
today-ops-waiting = { $n ->
    [one] 1 registro no se pudo leer y espera.
   *[other] { $n } registros no se pudieron leer y esperan.
}
today-ops-records = { $n ->
    [one] { $count } registro se guarda tal como llegó.
   *[other] { $count } registros se guardan tal como llegaron.
}
today-data = Abrir los datos
moved-from-to = { $place } · { $title }: uno pasó de «{ $from }» a «{ $to }»
moved-to = { $place } · { $title }: uno nuevo, «{ $to }»
moved-gone = ya no se cuenta
no-clinic = Sin clínica

## Resultados y medidas
scorecard-empty = Todavía no hay números.
scorecard-empty-more = Aparecen cuando se han leído y contado los primeros registros. La página de datos muestra cómo va.
scorecard-period = { $title } · { $period }
scorecard-measures = Todas las medidas
card-gap = Brecha: { $gap } { $interval }
card-gap-none = Brecha: muy pocos para mostrarla
card-open = Aún abiertos: { $open }, { $soon } de ellos vencen en 14 días
card-open-only = Aún abiertos: { $open }
open-label = Aún abiertos en { $title }
counted-label = Contados: { $title }
measure-sentence = { $rate } de { $of }, { $period }.
measure-sentence-few = { $period }: { $rate }.
back-scorecard = Resultados
back-worklist = Bebés
all-clinics = Mostrar todas las clínicas
definition = Qué cuenta esta medida
definition-reasons = Cuándo alguien no cuenta o no se puede saber
definition-source = Fuente
definition-version = Definición
definition-target = Meta

## Bebés
worklist-title = { $n ->
    [0] Ningún bebé necesita una visita
    [one] 1 bebé necesita una visita
   *[other] { $n } bebés necesitan una visita
}
worklist-total-label = Bebés en esta lista
filters-label = Qué bebés
filter-when = Cierra en
filter-any = cualquier plazo
filter-days = { $n } días
filter-due = cierra en { $n } días
filter-who = Quién llama
filter-anyone = cualquiera
filter-nobody-chip = nadie todavía
filter-mine-chip = yo
filter-nobody = todavía no llama nadie
filter-mine = a mi cargo
filter-clinic = Clínica
filter-all-clinics = Todas las clínicas
filter-one-clinic = una clínica
filter-group = Grupo
filter-all-groups = Todos los grupos
filter-done = También quienes ya tienen sus visitas
filter-with-done = con quienes ya tienen sus visitas
filter-show = Mostrar
worklist-empty-filter = Ningún bebé cumple todo esto.
worklist-empty-all = Mostrar todos los bebés con un plazo abierto
worklist-empty = Todos los bebés de aquí tienen las visitas que necesitan, o no tienen un plazo abierto.
worklist-empty-more = Un bebé entra en esta lista al nacer y sale con la tercera visita o después del día 120.
pages-label = Páginas
page-first = Volver al principio
page-next = Página siguiente
choose-row = Elegir a { $name }
choose-all = Todos los de esta página
assign-label = Dar las familias elegidas a
assign-nobody = nadie
assign-save = Asignar
visits-of = { $have } de { $needs ->
    [one] 1 visita
   *[other] { $needs } visitas
}
last-visit = la última, { $day }
row-done = tiene todas las visitas
due-by = hasta el { $day }
due-by-full = Hasta el { $day }: { $left }.
mother-is = Madre: { $name }
mother-unknown = Los registros no dicen quién es la madre
speaks = Habla { $language }
with-worker = Llama { $name }
with-nobody = Todavía no llama nadie
last-contact = { $n ->
    [one] { $line }
   *[other] { $line } (intento { $n })
}
no-contact-yet = Todavía sin llamar
call = Llamar
text = Mensaje
visited = Hubo visita
log-contact = Anotar llamada
no-phone = No hay teléfono en los registros
visit-day = Día de la visita
visit-save = Registrar la visita
field-channel = Cómo
field-on = Día
field-outcome = Qué resultó
field-note = Nota
field-note-hint = Para quien llame después: una buena hora, algo que recordar. Solo lo que ayuda.
contact-save = Anotar
channel-call = Llamada
channel-text = Mensaje
channel-home-visit = Visita en casa
channel-letter = Carta
channel-in-person = En persona
outcome-reached = se habló con la familia
outcome-visit-booked = hay una visita programada
outcome-left-message = se dejó un mensaje
outcome-no-answer = nadie contestó
outcome-wrong-number = ese número no les llega
outcome-asked-not-to-contact = pidieron que no se les contacte por esto
outcome-moved-away = se mudaron fuera de la zona
contact-line = { $channel }, { $day }: { $outcome }
do-not-contact = La familia pidió que no se le contacte por esto. Por favor, no llame ni escriba.
baby-died = Este bebé falleció. Nadie debe llamar por las visitas.
baby-died-page = Este bebé falleció. Kith pide que nadie llame, escriba ni visite por las citas. Lo escrito aquí se conserva para quienes cuidan de la familia.
mother-died = La madre falleció. Hable con su responsable sobre quién cuida al bebé antes de que alguien llame.

## Madre y bebé
born-on = Nacimiento: { $day }
birth-order = número { $n }
dyad-measures = Qué falta y por qué
dyad-tries = Intentos y visitas
dyad-records = { $n ->
    [0] Sin registros
    [one] 1 registro
   *[other] Los { $n } registros
}
dyad-records-more = Primero el más antiguo. Cada línea abre el registro del que viene.
dyad-counted = Cómo se cuentan
dyad-counted-more = Según lo que dijo la familia o su clínica.
status-met = Logrado
status-not-met = El plazo cerró sin lograrse
status-excluded = No cuenta
status-pending = Todavía hay tiempo
status-unknown = No se puede saber
status-met-means = Está en la tasa, y todo lo que pide la medida ocurrió a tiempo.
status-not-met-means = Está en la tasa; el plazo cerró antes de que estuviera todo. No dice nada del porqué.
status-excluded-means = No está en la tasa por un motivo que la medida indica, como una estancia en el hospital.
status-pending-means = El plazo está abierto. Todavía no está en la tasa, haya ocurrido lo que haya ocurrido.
status-unknown-means = Los registros no dicen lo suficiente, por ejemplo solo el año de nacimiento. Se cuenta aparte de la tasa, nunca se adivina.
evidence = Por:
evidence-item = { $what }, { $day }
evidence-record = Registro { $id }
visit-line = Visita del { $day }
recorded-by = { $name }, { $ago }
taken-back = deshecho
counts-for = Cuenta para: { $titles }
written-here = Escrito en Kith
record-line = De { $source }, recibido el { $at }
record-more = Tal como se envió. Abrirlo queda anotado en el registro de auditoría.
record-partial = Lo que hace falta para llegar a una familia; el resto del registro no se muestra. Abrirlo queda anotado en el registro de auditoría.

## Datos
data-title-empty = Ninguna fuente ha enviado nada todavía
data-title-clear = Todo lo enviado se pudo leer
data-title-waiting = { $n ->
    [one] 1 registro no se pudo leer
   *[other] { $n } registros no se pudieron leer
}
data-waiting-label = Registros que no se pudieron leer
data-empty = Todavía no se ha enviado nada. Lea una carpeta de registros FHIR con esta orden:
data-sources = Quién envía
data-complete = Qué tan completo está
data-complete-more = Lo que una medida necesita saber, y de cuántos se sabe.
data-runs = Lo que se leyó, primero lo más reciente
source-line = { $records ->
    [one] 1 registro
   *[other] { $records } registros
} sobre { $people ->
    [one] 1 persona
   *[other] { $people } personas
}
source-last = Último registro { $ago }
source-nothing = Nada todavía
source-waiting = { $n ->
    [one] 1 no se pudo leer
   *[other] { $n } no se pudieron leer
}
source-types = Por tipo
known-of = { $known } de { $all }
quarantine-title = Lo que no se pudo leer
quarantine-empty = Nada espera. Cuando un registro no se puede leer, se guarda aquí con el motivo y lo demás sigue.
quarantine-more = Se guarda tal como se envió. Después de corregirlo, léalo de nuevo: nada se pierde ni se cuenta dos veces.
quarantine-do = Qué hacer:
quarantine-seen = visto el { $at }
quarantine-resolved = Ya se leyó y está dentro
quarantine-cut = Demasiado grande para guardarlo entero: envíelo de nuevo después de corregirlo.
quarantine-bytes = Descargar tal como se envió
replay = Leer de nuevo
replay-all = { $n ->
    [one] Leerlo de nuevo
   *[other] Leer de nuevo los { $n }
}
run-open = en marcha, o interrumpido
field-name-birth-date = Fecha de nacimiento
field-name-race-ethnicity = Raza y origen étnico
field-name-language = Idioma
field-name-mother = Madre del bebé
field-name-organization = Clínica
field-name-phone = Teléfono
field-name-payer = Quién paga
field-name-address = Dirección
field-name-postal-code = Código postal
field-name-edd = Fecha prevista de parto

## Ayuda
help-title = Cómo funciona Kith
help-lead = Kith lee lo que las clínicas y los hospitales ya registran, lo cuenta y muestra quién necesita qué todavía, para que alguien pueda ayudar a tiempo.
help-statuses = Qué significa cada estado
help-numbers = Cómo leer los números
help-interval = Los números entre paréntesis después de una tasa son su intervalo del 95 %. Con pocos bebés es ancho: espere antes de concluir.
help-gap = La brecha es la tasa de un grupo menos la del otro, en puntos porcentuales. Solo se considera que cambió cuando el intervalo del cambio deja fuera el cero.
help-withheld = «Muy pocos para mostrar» protege a las familias: un recuento muy pequeño podría señalar a una de ellas.
help-signal = Una señal en un gráfico mensual significa que algo cambió más allá del azar. Lo demás es ruido: no lo persiga.
help-live = Los números de una página abierta cambian solos en segundos. Lo que cambió queda marcado por un momento.
help-acting = Cuando usted actúa
help-visited = «Hubo visita» registra una visita que tuvo el bebé, en el día en que ocurrió. Cuenta enseguida, hasta que llegue el registro de la clínica.
help-contact = «Anotar llamada» dice cómo lo intentó y qué resultó, para que lo sepa la siguiente persona.
help-undo = Todo lo que registra se puede deshacer, enseguida o en la página de la familia.
help-moved = «Se mudaron fuera de la zona» saca al bebé de la medida. Elíjalo solo cuando lo sepa.
help-keys = En las listas se puede trabajar solo con el teclado. Las letras se pueden desactivar.
help-who = Quién ve qué
help-audit = Cada vez que se abre la página o un registro de una familia, queda anotado en el registro de auditoría.

## Cuando algo no está bien
not-found-title = Esta página no está aquí
not-found-words = La dirección puede ser antigua o tener un error, o lo que mostraba no es para usted.
denied-title = Esto no está abierto para usted
denied-words = Si lo necesita para su trabajo, pídalo a la coordinación de la red. No hay ningún fallo.
denied-this-family-is-not-with-your-clinic = Esta familia no está con su clínica.
denied-this-family-is-not-on-your-caseload = Esta familia no está a su cargo.
denied-quarantined-records-may-be-about-other-clinics = Los registros que no se pudieron leer pueden ser de otras clínicas.
denied-outreach-workers-see-their-caseload = Los enlaces con las familias ven a las familias a su cargo.
denied-analysts-see-counts-not-people = En análisis se ven recuentos, no personas.
denied-administrators-run-the-system-and-see-no-clinical-rows = En administración se cuida del sistema y no se ven datos clínicos.
invalid-title = Hay algo en el formulario que revisar
forged-title = Este formulario ha caducado
forged-words = No se cambió nada. Vuelva atrás, cargue la página de nuevo y envíelo otra vez.
slow-title = Demasiados intentos
slow-words = Espere un minuto e inténtelo de nuevo. No se ha bloqueado nada.
busy-title = Un momento, por favor
busy-words = Se están escribiendo muchas cosas ahora mismo y no se cambió nada. Inténtelo de nuevo en unos segundos.
internal-title = Algo salió mal aquí
internal-words = El error es nuestro, no suyo, y no se cambió nada. Si vuelve a ocurrir, dé este número a quien administra Kith:
internal-id = Número
go-today = Ir a Hoy

worklist-title-all = { $n ->
    [0] No hay bebés que mostrar
    [one] 1 bebé
   *[other] { $n } bebés
}
filter-more = Más filtros
record-superseded = Ha llegado una versión más nueva de este registro. Los números siguen la más nueva.
denied-counts-within-one-clinic-are-too-small-to-show-clinics-stand-side-by-side = Los recuentos dentro de una clínica son muy pequeños para mostrarlos. En la página de la medida, las clínicas están una junto a otra.
problem-a-visit-cannot-lie-in-the-future = Ese día todavía no ha llegado. Elija el día de la visita.
problem-this-day-is-before-the-birth = Ese día es anterior al nacimiento. Elija otro.
problem-this-day-is-after-the-death-that-is-on-record = Ese día es posterior al fallecimiento registrado.
problem-a-visit-on-this-day-is-already-recorded = Ya hay una visita registrada ese día.
problem-a-contact-cannot-lie-in-the-future = Ese día todavía no ha llegado. Elija el día del intento.
problem-choose-at-least-one-family = Elija primero al menos una familia.
problem-choose-an-outreach-worker-from-the-list = Elija a alguien de la lista.
problem-choose-one = Elija una opción.
problem-choose-english-or-spanish = Elija inglés o español.
problem-write-a-day-that-has-happened-such-as-today = Escriba un día que ya ocurrió, por ejemplo hoy.
