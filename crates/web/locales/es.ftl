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
n-patients = { $n ->
    [one] 1 paciente
   *[other] { $n } pacientes
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
    .infants = Bebés con Medicaid
    .deliveries = Madres con Medicaid
group-private = Seguro privado
    .infants = Bebés con seguro privado
    .deliveries = Madres con seguro privado
group-self-pay = Pago propio
    .infants = Bebés cuya familia paga por su cuenta
    .deliveries = Madres que pagan por su cuenta
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
language-hi = hindi
language-ur = urdu
language-bn = bengalí
language-pa = panyabí
language-gu = guyaratí
language-ta = tamil
language-te = telugu
language-ru = ruso
language-uk = ucraniano
language-pl = polaco
language-de = alemán
language-it = italiano
language-ja = japonés
language-ko = coreano
language-tl = tagalo
language-fil = filipino
language-th = tailandés
language-km = jemer
language-lo = lao
language-hmn = hmong
language-my = birmano
language-fa = persa
language-ps = pastún
language-am = amárico
language-ti = tigriña
language-sw = suajili
language-yo = yoruba
language-ase = lengua de señas americana
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
suppressed-family = Cuando dos medidas preguntan lo mismo de dos maneras, o una es parte de la otra, tampoco se muestra lo que diría qué pocas personas quedan entre las dos.

## La brecha, en frases
gap-rates = { $focus }: { $focusrate }. { $reference }: { $referencerate }.
gap-is = La brecha es de { $gap }.
gap-is-was = La brecha es de { $gap }; era de { $before } en { $period }.
gap-none = No hay una brecha apreciable { $interval }.
gap-turned = { $focus }: ahora van { $gap } por delante.
gap-neither = Ni más ni menos de esto es mejor, así que no se habla de una brecha.
gap-not-shown = La brecha no se puede mostrar: uno de los dos grupos es muy pequeño o todavía no está.
gap-label = La brecha
gap-of-label = Brecha: { $title }
report-title = Cómo está { $place }: el informe completo
report-print = Imprimir o guardar como PDF
report-contents = Qué contiene
report-open = El informe completo, para imprimir
gap-narrowed = Desde entonces se ha reducido en { $by } { $interval }.
gap-widened = Desde entonces ha aumentado en { $by } { $interval }.
gap-unclear = Todavía no está claro si ha cambiado: el cambio es de { $by } puntos { $interval }, y eso incluye que no haya ninguno.
gap-reference-worse = Se ha reducido en { $by } { $interval }, pero en parte porque a { $reference } les va peor que antes.
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
signal-run-above = Algo cambió: { $n } meses seguidos por encima del centro desde { $since }
signal-run-above-better = Algo cambió para bien: { $n } meses seguidos por encima del centro desde { $since }
signal-run-below = Algo cambió: { $n } meses seguidos por debajo del centro desde { $since }
signal-run-below-better = Algo cambió para bien: { $n } meses seguidos por debajo del centro desde { $since }
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
indicators-title = Indicadores de población
indicators-more = Sucesos por cada tantos nacimientos. Cada uno es de los últimos doce meses que ya terminaron para todos, así que un año de vida queda un año atrás; entre personas, de un año calendario.
indicators-rate = { $rate } de cada { $per }
indicators-interval = (intervalo del 95 %: de { $low } a { $high })
indicators-events = { $events } de { $of }
indicators-events-persons = { $events } entre { $of } personas
indicators-events-only = Contados: { $events }
indicators-open = Aún sin tasa: en los últimos tres años no hay doce meses que ya terminaran para todos
indicators-no-population = Aún sin tasa: ningún population.csv tiene estas personas para un año calendario de los últimos tres que los registros llenen
indicators-unstable = tan pocos sucesos que cambia mucho por azar: conviene mirar varios años
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
definition-aim = Meta
definitions-title = Otras definiciones
definitions-more = La misma medida se puede contar con otras reglas. Cada línea es una regla, en los mismos días, y al lado dónde no coincide con la regla de esta página sobre las mismas personas.
definitions-base = base
definitions-is-base = La regla de la que las otras difieren.
definitions-name = { $title } ({ $edition })
definitions-own = La regla de esta página
definitions-finding = La tasa va de { $low } a { $high }, según la regla
definitions-finding-few = Tasas según la regla
definitions-th-definition = Definición
definitions-th-differs = Qué cambia
definitions-th-counted = Contados
definitions-th-met = De ellos, sí
definitions-th-rate = Tasa (intervalo del 95 %)
definitions-th-both = Contados por ambas reglas
definitions-th-only-here = Sí solo con la regla de esta página
definitions-th-only-there = Sí solo con esta regla
definitions-others = No se cuentan aquí
definitions-switch-on = Kith conoce también estas reglas. Para contar una, quien mantiene el programa añade su nombre a la lista de medidas en programme.toml.
aim-by = { $rate } para el { $by }
aim-sentence = La meta es { $rate } para el { $by }.
outlook = Si sigue la tendencia de los { $closed } meses cerrados, será { $there } en { $month } ({ $low } a { $high }).
outlook-reaches = Con eso se alcanza la meta.
outlook-misses = Con eso no se alcanza la meta.
outlook-open = No está claro si con eso se alcanza la meta.
outlook-flat = En estos meses no hay una tendencia clara.
outlook-note = Una tendencia no es un pronóstico: no sabe nada de lo que van a cambiar. No se usan los meses en que alguien sigue abierto.
no-outlook-few = Todavía no se dice adónde lleva la tendencia: { $closed ->
    [0] ningún mes está cerrado
    [one] 1 mes está cerrado
   *[other] { $closed } meses están cerrados
}, sin nadie abierto, y hacen falta 12.
no-outlook-far = Eso queda más lejos de lo que alcanzan los meses hacia atrás, así que no se dice adónde lleva la tendencia.
no-outlook-past = Ese día ya pasó.
no-outlook-alike = Todos los meses fueron iguales: no hay tendencia que seguir.
changed-title = Qué se cambió y cuándo
changed-none = Todavía no hay nada escrito. Una línea aquí aparece también en el gráfico, para que un cambio en los números se encuentre con un cambio en el trabajo.
changed-new = Escribir un cambio
changed-on = Desde cuándo
changed-words = Qué se cambió
changed-hint = En pocas palabras: «las enfermeras llaman en los dos días tras el nacimiento». No nombre a ninguna familia: lo lee todo el que ve esta medida.
changed-save = Ponerlo en el gráfico
changed-by = escrito por { $by }
changed-undo = Retirar

embed-title = En una página suya
embed-about = Un gráfico de toda la red puede mostrarse en cualquier página web y sigue los números por sí solo. Allí lo ve todo el mundo: se retienen los números pequeños, no se muestran las clínicas y nada de lo que se anotó aquí aparece a su lado.
embed-new = Publicar un gráfico
embed-which = Qué gráfico
embed-hint = La página que la muestra necesita las líneas que recibirá después. El gráfico sigue los números según cambian, una vez al día: quien lo mire dos días puede ver que llegó una persona. Si se retira, desde ese momento no muestra nada.
embed-save = Publicarlo
embed-code = Líneas para la página web
embed-by = publicado por { $by }
embed-undo = Retirar
embed-months = por mes
embed-gap = la brecha en el tiempo
embed-what = Qué cuenta esto
embed-as-of = al { $day }
problem-choose-a-chart = Elija un gráfico.
embed-gone = Este gráfico ya no se muestra aquí.
done-annotated = Anotado. Está en el gráfico con su mes.
done-published = El gráfico está publicado. Las líneas para la página web están abajo, en «En una página suya».
th-changed = Cambio

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
quarantine-row = Una fila de un archivo: corríjala allí y entregue el archivo de nuevo.
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
denied-quarantined-records-may-tell-of-care = Los registros que no se pudieron leer pueden hablar de la atención de cualquiera.
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

## Quién es quién: lo que espera
nav-review = Revisar
nav-waiting = en espera
role-data-steward = Cuidado de los datos
role-data-steward-sees = Nombres, fechas de nacimiento, identificadores, contactos y de dónde vino cada uno; archivos y registros que no se pudieron leer. La atención de nadie, y ninguna tasa.
denied-data-stewards-keep-records-in-order-and-see-no-clinical-rows = Quien cuida los datos ordena los registros y no ve la atención de nadie.
denied-records-of-every-clinic-are-kept-in-order-by-a-data-steward = De los registros de todas las clínicas se encarga quien cuida los datos.
key-decide = La misma, distintas, no es seguro
key-undo-last = Deshacer lo que se acaba de hacer, también al revisar
done-act-same = Ahora es una sola persona.
done-act-different = Son dos personas. Quedan separadas.
done-act-mother = Ahora son madre y bebé.
done-act-notmother = No es su bebé. Quedan separados.
done-act-unsure = Queda abierto. Se puede responder más tarde.
done-act-never = Queda abierto. No se pregunta más.
done-act-choice = Desde ahora se usa este valor.
done-act-merge = Ahora es una sola persona.
done-act-split = Separado. Ahora es una persona aparte.
done-file = El archivo está dentro. Los números cambian en unos segundos.
done-file-back = El archivo se retiró.
take-back = Deshacerlo
lasting-minutes = { $n ->
    [one] 1 minuto
   *[other] { $n } minutos
}
lasting-hours = { $n ->
    [one] 1 hora
   *[other] { $n } horas
}
lasting-days = { $n ->
    [one] 1 día
   *[other] { $n } días
}
review-title = { $n ->
    [one] 1 pregunta espera desde hace { $age }
   *[other] { $n } preguntas esperan; la más antigua, desde hace { $age }
}
review-title-many = { $n } preguntas o más esperan; la más antigua, desde hace { $age }
review-title-none = Nada espera
review-lead = Puede que estos registros vayan juntos, y los registros solos no lo dicen. Cada respuesta se puede deshacer.
review-kinds = Qué se pregunta
review-kind-all = Todas { $n }
review-kind-person = ¿Una persona? { $n }
review-kind-dyad = ¿Su bebé? { $n }
review-kind-fact = ¿Cuál es correcto? { $n }
review-question-person = ¿Son { $left } y { $right } una sola persona?
review-question-twice = ¿Son de una sola persona estos dos registros de { $name }?
review-question-dyad = ¿Es { $infant } bebé de { $mother }?
review-question-fact = { $name }: ¿qué dato es correcto ({ $attribute })?
review-waits = espera { $age }
review-looked = { $name } lo miró { $ago } y lo dejó abierto
review-empty-kind = No espera ninguna pregunta de este tipo.
review-empty-all = { $n ->
    [one] Ver la que espera
   *[other] Ver las { $n } que esperan
}
review-empty = Cada registro tiene su persona.
review-empty-more = Cuando dos registros se parecen pero no con seguridad, cuando un bebé puede ser de dos madres o cuando las fuentes se contradicen, la pregunta llega aquí. Nada se adivina.
review-empty-files = Entregar un archivo
review-json = El razonamiento en JSON
no-name = Un registro sin nombre
born-unknown = fecha de nacimiento desconocida
review-why-undecided = lo que habla a favor y en contra se iguala
review-why-which-twin = nacieron varios en el mismo parto, y nada dice cuál es
review-why-two-candidates = coincide con más de una persona
review-why-groups-disagree = estos dos coinciden, pero sus otros registros no
review-why-impossible = coinciden, pero no pueden ser una persona
review-why-conflict = las fuentes se contradicen
likely-person-almost-certain = casi seguro una sola persona
likely-person-very-likely = muy probablemente una sola persona
likely-person-probable = probablemente una sola persona
likely-person-possible = posiblemente una sola persona
likely-person-unlikely = probablemente dos personas
likely-dyad-almost-certain = casi seguro su bebé
likely-dyad-very-likely = muy probablemente su bebé
likely-dyad-probable = probablemente su bebé
likely-dyad-possible = posiblemente su bebé
likely-dyad-unlikely = probablemente no es su bebé
claim-person = una sola persona
claim-dyad = madre y bebé

## Quién es quién: un par
pair-title-person = ¿Son una sola persona?
pair-title-dyad = ¿Es { $infant } bebé de { $mother }?
pair-title-fact = { $name }: ¿qué dato es correcto ({ $attribute })?
pair-likely = Según los registros: { $likely }.
pair-joined = Ahora son una sola persona.
pair-apart = Ahora son dos personas.
pair-dyad-joined = Ahora son madre y bebé.
pair-dyad-apart = Ahora no están unidos.
pair-waits = Espera desde hace { $age }.
pair-side = Uno al lado del otro
pair-identity = Quién es
said-female = femenino
said-male = masculino
said-other = otro
said-unknown = no se sabe
said-yes = sí
said-no = no
says-nothing = no consta
alike-same = igual
alike-similar = parecido
alike-differs = distinto
side-name = Nombre
side-other-names = Otros nombres
side-born = Nacimiento
side-sex = Sexo
side-birth-order = Orden al nacer
side-identifiers = Identificadores
side-phone = Teléfono
side-email = Correo
side-address = Dirección
side-mother-born = Nacimiento de la madre
side-mother = Madre indicada
side-source = Quién lo envía
side-reference = Su registro
side-last-updated = Último cambio
side-first-seen = Visto por primera vez
side-delivery = Dio a luz
verdict-person-same = Decidido: una sola persona.
verdict-person-different = Decidido: dos personas.
verdict-person-unsure = Se miró y quedó abierto.
verdict-dyad-same = Decidido: es su bebé.
verdict-dyad-different = Decidido: no es su bebé.
verdict-dyad-unsure = Se miró y quedó abierto.
decide-person = Su respuesta
decide-dyad = Su respuesta
decide-same = La misma persona
decide-different = Personas distintas
decide-mother = Es su bebé
decide-not-mother = No es su bebé
decide-unsure = No es seguro
decide-next = La siguiente, sin responder
decide-never = No preguntar más por estos dos
decide-never-fact = No preguntar más por esto
decide-note = Nota
decide-note-hint = Para quien lo mire después: qué preguntó, y a quién. Nada sobre la atención.
decide-fact = ¿Cuál es correcto?
decide-fact-why = En uso ahora: { $why }. Los otros quedan en los registros, con quien los envió.
decide-values = Lo que dicen las fuentes
decide-use = Usar este
value-in-use = en uso
value-from = { $source }, recibido el { $at }
used-why-only-one = nadie dice otra cosa
used-why-agreed = lo dice la mayoría de las fuentes
used-why-more-precise = es el más exacto
used-why-in-use = los otros están en registros que retiró quien los envió
used-why-newest = llegó el último
used-why-chosen-by-a-person = alguien lo eligió
attribute-name = nombre
attribute-born = fecha de nacimiento
attribute-sex = sexo
attribute-death = fecha de fallecimiento
attribute-birth-order = orden al nacer
attribute-phone = teléfono
attribute-address = dirección
attribute-language = idioma

## Los pesos
waterfall-both = { $plus }: lo que más habla a favor de { $what }. { $minus }: en contra.
waterfall-for = { $plus }: lo que más habla a favor de { $what }; nada habla en contra
waterfall-against = { $minus }: habla en contra de { $what }; nada habla a favor
waterfall-nothing = Los registros no dicen si se trata de { $what }
waterfall-where = Cuántas veces más (×) o menos (÷) probable lo hace cada hallazgo · a la derecha a favor, a la izquierda en contra
waterfall-summary = { $n ->
    [one] 1 comparación lo mueve.
   *[other] { $n } comparaciones lo mueven.
} Todo junto: { $total }, { $likely }.
waterfall-prior = Antes de comparar
waterfall-total = Todo junto
odds-even = par
odds-thousand = 1,000
odds-million = 1 millón
odds-billion = mil millones
odds-for = { $n } : 1 a favor
odds-against = { $n } : 1 en contra
th-comparison = Comparado
th-finding = Hallazgo
th-left = Uno
th-right = El otro
th-factor = Factor
th-bits = Bits
th-sum = Suma en bits
th-infant = Bebé
th-mother = Madre
th-alike = ¿Coinciden?

## De qué está hecha una persona
identity-title = Registros de { $name }
identity-back = Su página
identity-lead = { $n ->
    [one] Formada por 1 registro.
   *[other] Formada por { $n } registros de { $sources ->
        [one] 1 fuente.
       *[other] { $sources } fuentes.
    }
}
identity-members = Los registros
identity-first = el primero aquí
identity-mentioned = mencionada como { $reference }, sin registro aún
identity-split = Este registro es de otra persona
identity-used = Lo que se usa
identity-used-more = Donde las fuentes difieren, se guarda todo lo que enviaron. En todas partes se usa un valor; aquí está cuál, y por qué.
identity-conflict = Las fuentes se contradicen.
identity-choice-back = Deshacer la elección
identity-other-values = Usar otro
identity-dyads = Madre y bebé
identity-dyads-none = Los registros no dicen de madre ni de bebé.
identity-dyad = { $infant } es bebé de { $mother }
technique-confirmed = alguien lo confirmó
technique-link = quien lo envía une los dos registros
technique-identifier = el identificador de la madre está en el registro del bebé
technique-encounter = los dos son parte de un mismo parto
technique-inferred = se concluye de los registros
identity-merge = Unir con alguien
identity-merge-more = Cuando sabe que otra persona de aquí es la misma. Todo lo de ambas queda junto, y se separa de nuevo si lo deshace.
identity-search = Nombre
identity-find = Buscar
identity-found-none = Nadie aquí se llama como «{ $search }».
identity-merge-with = Unir con esta
identity-events = Lo que pasó
identity-events-none = Nada todavía: el registro está como llegó.
event-link = Se unieron registros
event-unlink = Se separaron registros
event-same = Decidido: una sola persona
event-different = Decidido: dos personas
event-dyad-same = Decidido: es su bebé
event-dyad-different = Decidido: no es su bebé
event-unsure = Se miró y quedó abierto
event-never-again = No preguntar más
event-merge = Unidas
event-split = Se separó un registro
event-choice = Se eligió un valor
event-back = Deshecho: { $what }
event-by-linkage = Kith
event-who = { $name } ({ $source })
event-came = Llegó { $who }
event-left = Salió { $who }
events-older = Ver lo anterior ({ $n })
events-most = Solo se ve lo más reciente: { $n } entradas.
dyad-sources = { $n ->
    [one] Registros de { $sources }
   *[other] Registros de { $n } fuentes: { $sources }
}
dyad-sources-of = { $name }: { $n ->
    [one] registros de { $sources }
   *[other] registros de { $n } fuentes: { $sources }
}
dyad-identity = Qué registros son
evidence-sources = Enviado por { $sources }

## Archivos
files-nav = Archivos
files-sources = Fuentes
data-parts = Datos
files-title = Archivos
files-title-none = Entregue su primer archivo
files-title-looked = { $n ->
    [one] 1 archivo espera para entrar
   *[other] { $n } archivos esperan para entrar
}
files-lead = Una hoja de cálculo, un archivo de nacimientos o una exportación. Primero ve lo que pasaría; nada cuenta antes de que lo diga, y se puede deshacer.
files-put = Entregar un archivo
files-file = Archivo
files-file-hint = CSV, Excel, FHIR o registros de nacimiento y muerte fetal en formato IJE; 20 MB como máximo.
files-source = ¿De quién son los registros?
files-source-hint = La clínica o el programa que los lleva. Escríbalo siempre igual.
files-look = Mirarlo primero
files-template = Una plantilla para rellenar
files-empty = Todavía no se ha entregado ningún archivo a mano.
files-empty-more = Quien lleva una hoja de cálculo puede empezar hoy: se reconocen los nombres de sus columnas, y usted los confirma.
files-list = Archivos, primero los nuevos
file-state-preview = Mirado, todavía no dentro
file-state-in = Dentro
file-state-in-counts = Dentro: { $taken ->
    [one] 1 fila tomada
   *[other] { $taken } filas tomadas
}, { $aside ->
    [0] ninguna apartada
    [one] 1 apartada
   *[other] { $aside } apartadas
}
file-state-back = Retirado
file-state-gone = Descartado, sin tomar nada
file-stayed = { $n ->
    [one] Quedó 1 registro, porque también lo trae algo más nuevo u otro archivo.
   *[other] Quedaron { $n } registros, porque también los trae algo más nuevo u otro archivo.
}
file-undo = Retirar el archivo
file-discard = Descartar el archivo
file-absent = { $n ->
    [0] Todas las filas que este remitente había enviado antes están en este archivo.
    [one] 1 fila que este remitente había enviado antes no está en este archivo. Lo que se sabe por ella se conserva.
   *[other] { $n } filas que este remitente había enviado antes no están en este archivo. Lo que se sabe por ellas se conserva.
}
file-absent-aside = Una fila apartada cuenta como ausente del archivo.
file-elsewhere = { $n ->
    [one] 1 persona de este archivo se conoce también por otra fuente; sus registros están unidos.
   *[other] { $n } personas de este archivo se conocen también por otra fuente; sus registros están unidos.
}
file-erased = El archivo mismo se borró el { $at }. Se conservan su nombre, cómo se leyeron sus columnas y estos recuentos.
file-erased-whole = El archivo se borró el { $at }. No se tomó nada de él.
preview-title = { $n ->
    [one] 1 fila sería nueva o cambiaría
   *[other] { $n } filas serían nuevas o cambiarían
}
preview-title-none = Ninguna fila de este archivo cambiaría nada
preview-lead = { $name }, de { $source }. Nada de esto cuenta todavía.
would-new = nuevas
would-changed = cambiadas
would-unchanged = ya están
would-aside = apartadas
preview-columns = Qué es cada columna
preview-columns-more = { $days ->
    [one] Revise las columnas. Lo que se deja fuera no se toma, y el archivo mismo se borra en cuanto entra o se descarta, o después de 1 día.
   *[other] Revise las columnas. Lo que se deja fuera no se toma, y el archivo mismo se borra en cuanto entra o se descarta, o después de { $days } días.
}
preview-snapshot = Cada archivo de este remitente es la lista completa: contar quién falta en él
preview-again = Mirar de nuevo con estas columnas
preview-problems-csv = Filas apartadas, con motivos (CSV)
preview-mapping-toml = Estas columnas como correspondencia (TOML)
th-column = Columna
th-is = Es
th-samples = Por ejemplo
th-because = Porque
th-line = Línea
th-wrong = Qué pasa
th-do = Qué hacer
column-no-header = Columna { $n }, sin encabezado
column-left-out = — se deja fuera —
column-unsure = revíselo, por favor
column-dates = { $month } solo con el mes primero, { $day } solo con el día primero, { $either } de las dos formas
column-why-header = lo dice el encabezado
column-why-content = sus valores lo parecen
column-why-saved = como la última vez
column-why-known = como la última vez
column-why-chosen = usted lo eligió
column-why-ignored = nunca se guarda
column-why-none = no se reconoce
dates-legend = ¿Cómo se escriben aquí fechas como 3/4/2026?
dates-hint = { $n ->
    [one] 1 fecha se puede leer de las dos formas. Si no lo sabe, pregunte a quien lo envía.
   *[other] { $n } fechas se pueden leer de las dos formas. Si no lo sabe, pregunte a quien lo envía.
}
dates-order-mdy = Primero el mes: 3/4 es 4 de marzo
dates-order-dmy = Primero el día: 3/4 es 3 de abril
commit-title = Entregarlo
commit-words = { $n ->
    [0] Nada sería nuevo.
    [one] 1 fila contará, y su persona se busca entre las conocidas.
   *[other] { $n } filas contarán, y sus personas se buscan entre las conocidas.
} { $aside ->
    [0] Ninguna queda apartada.
    [one] 1 fila queda apartada, con el motivo.
   *[other] { $aside } filas quedan apartadas, cada una con su motivo.
}
commit-do = { $n ->
    [one] Entregar 1 fila
   *[other] Entregar { $n } filas
}
commit-missing = Antes de entregarlo:
file-missing-date-order = Diga cómo se escriben las fechas.
file-missing-row-key = Diga qué columna es el número de quien lo envía, o cuáles son el nombre y la fecha de nacimiento.
file-missing-name = Diga qué columna es el nombre.
file-missing-mapping = Diga qué son las columnas.
file-missing-rows = No hay ninguna fila que se pueda tomar.
file-format-csv = Texto con separadores
file-format-xlsx = Libro de Excel
file-format-ije = Registros de nacimiento o muerte fetal (IJE)
file-format-fhir = Registros FHIR
file-format-hl7v2 = Mensajes HL7 v2
file-read-encoding = codificación
file-read-delimiter = separador
file-read-sheet = hoja
file-read-header-row = encabezado en la línea
file-read-header-line = encabezado en la línea
file-read-rows = filas
file-read-said-the-file-is-not-utf-8-it-was-read-as-windows-1252 = el archivo no está en UTF-8; se leyó como Windows-1252
file-read-said-line-a-quotation-mark-is-not-closed = línea { $a }: unas comillas no se cierran
file-read-said-row-above-the-headers-was-left-out-as-a-title = { $a } fila sobre los encabezados se dejó fuera como título
file-read-said-rows-above-the-headers-were-left-out-as-titles = { $a } filas sobre los encabezados se dejaron fuera como títulos
file-read-said-row-repeats-the-headers-and-was-left-out = { $a } fila repite los encabezados y se dejó fuera
file-read-said-rows-repeat-the-headers-and-were-left-out = { $a } filas repiten los encabezados y se dejaron fuera
file-read-said-the-last-row-in-line-is-a-total-or-a-remark-and-was-left-out = la última fila, en la línea { $a }, es un total o una nota y se dejó fuera
file-read-said-rows-from-line-on-are-totals-or-remarks-and-were-left-out = { $a } filas desde la línea { $b } son totales o notas y se dejaron fuera
file-read-said-row-has-more-or-fewer-cells-than-headers-line = { $a } fila tiene más o menos celdas que los encabezados: línea { $b }
file-read-said-rows-have-more-or-fewer-cells-than-headers-lines = { $a } filas tienen más o menos celdas que los encabezados: líneas { $b }
file-read-said-a-second-column-is-called = una segunda columna { $a } se llama { $b }
file-read-said-the-workbook-counts-its-days-from = el libro cuenta sus días desde { $a }
file-read-said-the-workbook-has-the-sheets-was-read = el libro tiene las hojas { $a }; se leyó { $b }
file-read-said-sheet-is-hidden-and-was-not-read = { $a } hoja está oculta y no se leyó: { $b }
file-read-said-sheets-are-hidden-and-were-not-read = { $a } hojas están ocultas y no se leyeron: { $b }
file-read-said-the-sheet-is-hidden-in-the-workbook-and-was-read-all-the-same = la hoja { $a } está oculta en el libro, y se leyó de todos modos
file-read-said-hidden-column-is-read-like-the-others = { $a } columna oculta se lee como las demás: { $b }
file-read-said-hidden-columns-are-read-like-the-others = { $a } columnas ocultas se leen como las demás: { $b }
file-read-said-hidden-row-is-read-like-the-others-line = { $a } fila oculta se lee como las demás: línea { $b }
file-read-said-hidden-rows-are-read-like-the-others-lines = { $a } filas ocultas se leen como las demás: líneas { $b }
file-read-said-cell-takes-the-value-of-the-merged-cell-that-covers-it = { $a } celda toma el valor de la celda combinada que la cubre
file-read-said-cells-take-the-value-of-the-merged-cell-that-covers-them = { $a } celdas toman el valor de la celda combinada que las cubre
file-read-said-has-dates-of-both-orders-only-day-first-only-month-first = { $a } tiene fechas de los dos órdenes: { $b } solo con el día primero, { $c } solo con el mes primero
file-read-said-has-date-that-can-be-read-either-way-it-was-read-month-first-as-the-mapping-says = { $a } tiene { $b } fecha que se puede leer de las dos formas; se leyó con el mes primero, como dice la correspondencia
file-read-said-has-date-that-can-be-read-either-way-it-was-read-day-first-as-the-mapping-says = { $a } tiene { $b } fecha que se puede leer de las dos formas; se leyó con el día primero, como dice la correspondencia
file-read-said-has-date-that-can-be-read-either-way-its-row-was-set-aside-until-the-mapping-says-which = { $a } tiene { $b } fecha que se puede leer de las dos formas; su fila quedó apartada hasta que la correspondencia diga cuál
file-read-said-has-dates-that-can-be-read-either-way-they-were-read-month-first-as-the-mapping-says = { $a } tiene { $b } fechas que se pueden leer de las dos formas; se leyeron con el mes primero, como dice la correspondencia
file-read-said-has-dates-that-can-be-read-either-way-they-were-read-day-first-as-the-mapping-says = { $a } tiene { $b } fechas que se pueden leer de las dos formas; se leyeron con el día primero, como dice la correspondencia
file-read-said-has-dates-that-can-be-read-either-way-their-rows-were-set-aside-until-the-mapping-says-which = { $a } tiene { $b } fechas que se pueden leer de las dos formas; sus filas quedaron apartadas hasta que la correspondencia diga cuál
file-read-said-dropped-before-anything-is-stored = se deja fuera antes de guardar nada: { $a }
file-read-said-row-is-the-same-as-an-earlier-row-to-the-letter = { $a } fila es igual a una anterior, letra por letra
file-read-said-rows-are-the-same-as-an-earlier-row-to-the-letter = { $a } filas son iguales a una anterior, letra por letra
file-read-said-holds-values-that-the-mapping-does-not-know = { $a } tiene valores que la correspondencia no conoce: { $b }
file-read-said-another-row-has-the-same-key-this-is-its-number = otra fila tiene la misma clave; esta es la número { $a }
file-read-said-the-mother-would-be-years-old = la madre tendría { $a } años
file-read-said-two-babies-of-one-birth-without-a-birth-order-they-were-told-apart-by-name-and-sex = dos bebés de un parto sin orden de nacimiento; se distinguieron por nombre y sexo
file-read-said-a-measurement-has-no-day-it-is-kept-without-one = una medición no tiene día; se guarda sin él
file-read-said-the-row-has-cells-and-the-header = la fila tiene { $a } celdas y el encabezado { $b }
file-read-said-the-column-is-empty = la columna { $a } está vacía
file-read-said-the-column-holds-a-value-that-the-mapping-does-not-know = la columna { $a } tiene un valor que la correspondencia no conoce
file-read-said-the-cell-holds-an-error-of-the-spreadsheet = la celda tiene un error de la hoja de cálculo
file-read-said-the-spreadsheet-shortened-the-number-to-an-exponent-so-digits-are-lost = la hoja de cálculo acortó el número a un exponente, y se perdieron cifras
file-read-said-the-spreadsheet-keeps-only-digits-of-a-number-so-digits-are-lost = la hoja de cálculo solo guarda { $a } cifras de un número, y se perdieron cifras
file-read-said-it-is-no-whole-number = no es un número entero
file-read-said-it-is-no-gestation-in-weeks-and-days = no es una edad gestacional en semanas y días
file-read-said-a-week-has-no-more-than-days-behind-the-point = una semana no tiene más de { $a } días detrás del punto
file-read-said-the-point-can-mean-days-or-tenths-of-a-week = el punto puede significar días o décimas de semana
file-read-said-it-is-outside-to-weeks = no está entre { $a } y { $b } semanas
file-read-said-it-is-no-weight = no es un peso
file-read-said-its-unit-is-not-said = no se dice su unidad
file-read-said-it-is-outside-to-grams = no está entre { $a } y { $b } gramos
file-read-said-it-is-no-blood-pressure-such-as = no es una presión arterial como { $a }
file-read-said-such-a-blood-pressure-cannot-be = una presión arterial así no puede ser
file-read-said-it-is-neither-yes-nor-no = no es ni sí ni no
file-read-said-a-zero-seems-to-be-lost-in-front-of-the-postal-code = parece que se perdió un cero delante del código postal
file-read-said-it-is-no-postal-code = no es un código postal
file-read-said-the-year-cannot-be = el año { $a } no puede ser
file-read-said-a-birth-lies-after-the-day-of-the-file = un nacimiento es posterior al día del archivo, { $a }
file-read-said-the-serial-number-is-no-day = el número de serie no es un día
file-read-said-the-year-needs-two-or-four-digits = el año necesita dos o cuatro cifras
file-read-said-it-can-be-read-with-the-day-or-with-the-month-first = se puede leer con el día o con el mes primero
file-read-said-it-is-no-date = no es una fecha
file-read-said-there-is-no-such-day = no existe ese día
file-read-said-there-is-no-such-month = no existe ese mes
file-read-said-the-number-is-outside-to = el número no está entre { $a } y { $b }
file-read-said-a-due-date-lies-more-than-days-after-the-file = una fecha probable de parto está a más de { $a } días después del archivo
file-read-said-the-day-lies-after-the-file = el día es posterior al archivo
file-read-said-the-delivery-lies-days-after-the-last-period-began-fewer-than = el parto está a { $a } días del inicio de la última regla, menos de { $b }
file-read-said-nothing-tells-whose-row-it-is = nada dice de quién es la fila
file-read-said-the-row-tells-of-a-baby-and-neither-its-number-nor-its-birth-date = la fila habla de un bebé sin su número ni su fecha de nacimiento
file-read-said-a-delimiter-or-a-line-end-stands-within-a-cell-or-one-is-missing-put-the-cell-into-quotation-marks = hay un separador o un fin de línea dentro de una celda, o falta uno; ponga la celda entre comillas
file-read-said-fill-the-cell-without-it-the-row-cannot-be-used = rellene la celda; sin ella la fila no se puede usar
file-read-said-put-the-formula-right-or-write-the-value-itself-into-the-cell = corrija la fórmula, o escriba el valor mismo en la celda
file-read-said-format-the-column-as-text-in-the-spreadsheet-enter-the-number-again-and-send-the-file-again = dé a la columna formato de texto en la hoja de cálculo, escriba el número otra vez y envíe el archivo de nuevo
file-read-said-say-or-in-the-mapping-or-send-dates-as-yyyy-mm-dd = diga { $a } o { $b } en la correspondencia, o envíe las fechas como AAAA-MM-DD
file-read-said-correct-the-date-at-the-source-and-send-the-row-again-yyyy-mm-dd-is-always-understood = corrija la fecha en el origen y envíe la fila de nuevo; AAAA-MM-DD siempre se entiende
file-read-said-write-a-whole-number-or-leave-the-cell-empty-if-it-is-not-known = escriba un número entero, o deje la celda vacía si no se sabe
file-read-said-write-weeks-and-days-such-as-w4d = escriba semanas y días, como { $a }w4d
file-read-said-write-it-as-or-leave-the-cell-empty = escríbala como { $a }, o deje la celda vacía
file-read-said-correct-the-value-at-the-source-or-leave-the-cell-empty-if-it-is-not-known = corrija el valor en el origen, o deje la celda vacía si no se sabe
file-read-said-add-the-value-to-of-the-column-in-the-mapping = añada el valor a { $a } de la columna en la correspondencia
file-read-said-correct-the-last-menstrual-period-or-the-day-of-delivery = corrija la última regla o el día del parto
file-read-said-give-a-number-of-the-patient-or-her-name-and-birth-date = dé un número de la paciente, o su nombre y fecha de nacimiento
file-read-said-fill-the-baby-s-birth-date = rellene la fecha de nacimiento del bebé
separator-comma = coma
separator-semicolon = punto y coma
separator-tab = tabulador
separator-bar = barra
rows-title = { $n ->
    [one] La primera fila
   *[other] Las primeras { $n } filas
}
row-line = Línea { $n }
becomes-new = nueva
becomes-changed = cambiada
becomes-unchanged = ya está
becomes-set-aside = apartada
aside-title = { $n ->
    [one] 1 fila queda apartada
   *[other] { $n } filas quedan apartadas
}
aside-more = No cuentan, y nada de ellas se arregla en silencio. Corríjalas en origen y entregue el archivo otra vez: el resto se reconoce.
aside-first = { $n ->
    [one] La primera. El archivo de filas apartadas las tiene todas.
   *[other] Las primeras { $n }. El archivo de filas apartadas las tiene todas.
}
fields-mother = La madre
fields-infant = El bebé
fields-pregnancy = El embarazo y el parto
fields-care = Lo que se hizo o se encontró
fields-row = La fila
takes-mother-identifier = Madre: su número en la fuente
takes-mother-medicaid-id = Madre: número de Medicaid
takes-mother-family = Madre: apellidos
takes-mother-given = Madre: nombre
takes-mother-middle = Madre: segundo nombre
takes-mother-maiden = Madre: apellido de nacimiento
takes-mother-name = Madre: nombre completo
takes-mother-birth-date = Madre: fecha de nacimiento
takes-mother-phone = Madre: teléfono
takes-mother-phone2 = Madre: segundo teléfono
takes-mother-email = Madre: correo
takes-mother-address = Madre: calle y número
takes-mother-address2 = Madre: apartamento
takes-mother-city = Madre: ciudad
takes-mother-county = Madre: condado
takes-mother-state = Madre: estado
takes-mother-zip = Madre: código postal
takes-mother-race = Madre: raza
takes-mother-ethnicity = Madre: etnicidad
takes-mother-language = Madre: idioma
takes-mother-interpreter = Madre: necesita intérprete
takes-infant-identifier = Bebé: número en la fuente
takes-infant-medicaid-id = Bebé: número de Medicaid
takes-infant-family = Bebé: apellidos
takes-infant-given = Bebé: nombre
takes-infant-name = Bebé: nombre completo
takes-infant-birth-date = Bebé: fecha de nacimiento
takes-infant-sex = Bebé: sexo
takes-infant-birth-weight = Bebé: peso al nacer
takes-infant-gestation = Bebé: semanas de embarazo al nacer
takes-infant-apgar1 = Bebé: Apgar al minuto
takes-infant-apgar5 = Bebé: Apgar a los 5 minutos
takes-infant-apgar10 = Bebé: Apgar a los 10 minutos
takes-infant-nicu = Bebé: estuvo en cuidados intensivos
takes-infant-plurality = Bebé: cuántos en este parto
takes-infant-birth-order = Bebé: orden al nacer
takes-pregnancy-edd = Fecha probable de parto
takes-pregnancy-lmp = Primer día de la última regla
takes-pregnancy-ga = Semanas de embarazo
takes-pregnancy-gravida = Embarazos hasta ahora
takes-pregnancy-para = Partos hasta ahora
takes-delivery-date = Día del parto
takes-delivery-type = Tipo de parto
takes-delivery-outcome = Resultado del embarazo
takes-visit-date = Día de la visita
takes-visit-type = Tipo de visita
takes-bp = Presión arterial
takes-bp-systolic = Presión arterial, alta
takes-bp-diastolic = Presión arterial, baja
takes-screen-date = Día del tamizaje
takes-screen-phq9-total = Total PHQ-9
takes-screen-phq2-total = Total PHQ-2
takes-screen-epds-total = Total Edimburgo (EPDS)
takes-screen-gad7-total = Total GAD-7
takes-consent-sms = Acepta mensajes
takes-coverage-insurer = Seguro
takes-coverage-member-id = Número de afiliación
takes-site = Clínica o sitio
takes-patient = Persona
takes-relatedperson = Familiar
takes-practitioner = Profesional
takes-organization = Clínica
takes-location = Lugar
takes-encounter = Visita o estancia
takes-condition = Diagnóstico
takes-observation = Hallazgo
takes-procedure = Procedimiento
takes-immunization = Vacuna
takes-medicationrequest = Medicamento
takes-medicationadministration = Medicamento administrado
takes-coverage = Seguro
takes-servicerequest = Orden
takes-claim = Factura
problem-these-records-are-one-person-already = Estos registros ya son una sola persona.
problem-these-cannot-be-one-person-that-would-join-a-mother-and-her-child-or-two-births-the-pair-s-own-page-says-why = No pueden ser una sola persona: son una madre y su hijo o hija, o dos nacimientos.
problem-there-is-only-this-record-nothing-can-be-taken-from-it = Solo hay este registro; no se le puede quitar nada.
problem-choose-a-file = Elija un archivo.
problem-the-file-is-over-20-mb-kith-ingest-takes-larger-ones = El archivo pasa de 20 MB. Entréguelo por partes, o pida a quien administra Kith que lo lea desde la línea de comandos.
problem-the-file-is-empty = El archivo está vacío.
problem-the-file-is-neither-a-table-csv-xlsx-nor-fhir-json-nor-a-certificate-file-ije = No es una tabla (CSV, Excel), ni FHIR, ni registros de nacimiento o muerte fetal (IJE).
problem-hl7-v2-messages-come-through-kith-ingest-or-the-message-port = Los mensajes HL7 v2 llegan por su propia puerta. Pregunte a quien administra Kith.
problem-this-file-needs-no-mapping = Este archivo no necesita correspondencia.
problem-the-file-was-committed-already-undo-it-first = El archivo ya está dentro. Retírelo primero.
problem-some-things-must-be-said-first-see-what-is-missing = Antes hay que decir algo. Vuelva y mire qué falta.
problem-give-the-source-a-name-of-1-to-100-characters = Diga de quién son los registros, en 100 letras como máximo.

## Ayuda: registros y personas
help-people = Registros y personas
help-people-one = Una persona puede tener registros en varias clínicas. Kith los une donde es seguro que van juntos, para que a nadie se le cuente ni se le llame dos veces.
help-people-review = Lo que no es seguro espera en Revisar. Quien cuida los datos mira los dos registros, uno al lado del otro, y responde.
help-people-undo = Cada respuesta se puede deshacer, y todo queda como estaba.

## Lo que se compara
compared-first-name = Nombre
compared-middle-name = Segundo nombre
compared-surname = Apellidos
compared-birth-date = Fecha de nacimiento
compared-household-address-phone-e-mail = Hogar
compared-social-security-number = Número de Seguro Social
compared-medicaid-id = Número de Medicaid
compared-medical-record-number = Número de expediente
compared-other-identifiers = Otros identificadores
compared-sex = Sexo
compared-birth-order = Orden al nacer
compared-mother = Madre indicada
compared-event-date = Día del parto
compared-family = Familia
level-the-same = igual
level-a-nickname-of-the-other = forma corta del otro
level-spelled-or-sounding-alike = se escribe o suena parecido
level-a-part-or-used-as-the-middle-name = una parte, o usado como segundo nombre
level-the-same-initial = la misma inicial
level-first-name-and-surname-exchanged = nombre y apellido cambiados
level-a-little-alike = algo parecido
level-different = distinto
level-different-one-a-newborn-s = distinto; uno es de un recién nacido
level-one-surname-in-common = un apellido en común
level-the-same-day = el mismo día
level-made-on-the-day-of-birth = el registro se hizo el día del nacimiento
level-day-and-month-exchanged = día y mes cambiados
level-one-digit-or-one-year-off = una cifra o un año de diferencia
level-two-of-year-month-and-day-alike = coinciden dos de año, mes y día
level-alike-as-far-as-known = coincide en lo que se sabe
level-one-digit-off = una cifra de diferencia
level-the-same-at-one-source = igual en una misma fuente
level-different-at-one-source = distinto en una misma fuente
level-one-in-common = uno en común
level-different-in-one-system = distinto en un mismo sistema
level-name-and-birth-date-alike = coinciden nombre y fecha de nacimiento
level-two-facts-alike = coinciden dos datos
level-one-fact-alike = coincide un dato
level-some-alike-some-not = unos coinciden, otros no
level-within-a-day = con un día de diferencia como mucho
level-other-days = en otros días
level-address-different = otra dirección
level-same-area = la misma zona
level-address-alike = dirección parecida
level-same-address = la misma dirección
level-phone-or-e-mail-different = otro teléfono o correo
level-phone-or-e-mail-the-same = el mismo teléfono o correo
level-phone-and-e-mail-the-same = el mismo teléfono y correo
compared-mother-s-first-name = Nombre de la madre
compared-mother-s-surname = Apellidos de la madre
compared-mother-s-birth-date = Nacimiento de la madre
compared-identifiers-of-the-mother-on-the-child-s-record = Sus identificadores en el registro del bebé
compared-a-delivery-on-the-child-s-day-of-birth = Dio a luz ese día
level-agrees = coincide
level-differs = difiere
level-a-multiple-birth-a-twin-shares-as-much = un gemelo comparte lo mismo
level-someone-of-the-same-household-or-family-would-agree-as-well = alguien del mismo hogar coincide igual
constraint-a-mother-and-a-child-two-births-or-two-sexes-with-two-names-cannot-be-one-person = No pueden ser una sola persona: son madre e hijo o hija, dos nacimientos, o difieren en sexo y nombre.
constraint-too-young-or-too-old-to-be-the-mother = Era demasiado joven o demasiado mayor para ser la madre.
constraint-too-little-agrees-to-compare-the-two = Coincide demasiado poco para decir algo de estos dos.
constraint-decided-one-person = Alguien decidió que son una sola persona, digan lo que digan los pesos.
constraint-decided-two-people = Alguien decidió que son dos personas, digan lo que digan los pesos.
constraint-nothing-but-the-name-agrees = No coincide nada más que el nombre, y muchas personas comparten uno.
constraint-nothing-but-the-household-agrees = No coincide nada más que lo que comparte un hogar: dirección, teléfono, correo, apellido.
constraint-nothing-tells-whether-one-of-the-two-is-a-mother-or-a-child = Nada dice si uno de los dos registros es de una madre o de un niño o una niña.
constraint-two-numbers-of-one-hospital-and-no-name-in-common = Un hospital les dio dos números y no tienen ningún nombre en común: pueden ser gemelos.
constraint-recorded-as-a-man = Los registros dicen que esta persona es un hombre.
constraint-an-unusual-age-for-a-mother = Es una edad poco común para una madre.
constraint-nothing-speaks-for-her-but-her-household = Nada habla a favor de ella salvo lo que comparte con su hogar.
constraint-another-woman-is-as-likely-or-nearly-so = Otra mujer tiene la misma probabilidad de ser la madre, o casi la misma.
constraint-another-birth-of-hers-is-too-near = Otro parto de ella está demasiado cerca en el tiempo para que ambos sean correctos.
constraint-one-mother-and-one-birth-make-them-one-child = Se toman como un solo niño o niña porque tienen la misma madre y el mismo día de nacimiento, y nada dice que fueran dos.
constraint-a-multiple-birth-and-nothing-tells-which-child = Es un parto múltiple y nada dice cuál de los niños es.
constraint-could-belong-to-more-than-one-person = Podría ser de más de una persona.
constraint-the-other-records-of-the-two-disagree = Los dos coinciden, pero los demás registros de estas personas no.
constraint-agrees-but-cannot-be-one-person = Coinciden, pero dos de los datos no pueden ser de una sola persona.

## La puerta de entrada
role-intake = Recepción de casos
role-intake-sees = Todos los formularios que llegaron y los casos que salen de ellos.
role-service-lead = Responsable de servicio
role-service-lead-sees = Lo que se derivó a sus propios servicios.
role-referrer = Quien deriva
role-referrer-sees = Qué pasó con lo que envió su organización.
