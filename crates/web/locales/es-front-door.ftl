# La puerta de entrada: formularios, casos, servicios, derivaciones. Sencillo, breve, amable.

nav-triage = Entradas
nav-referrals = Derivaciones
nav-front-door = Enviar a alguien

## Con qué prisa, cuánto lleva, para cuándo
tier-first = De inmediato
tier-second = Pronto
tier-third = Por turno
far-pregnant = { $weeks } sem { $days } d
far-after = { $days ->
    [0] día del parto
   *[other] día { $days } tras el parto
}
years-old = { $n ->
    [one] 1 año
   *[other] { $n } años
}
due-minutes = { $n ->
    [one] en 1 minuto
   *[other] en { $n } minutos
}
due-hours = { $n ->
    [one] en 1 hora
   *[other] en { $n } horas
}
due-days = { $n ->
    [one] en 1 día
   *[other] en { $n } días
}
late-minutes = { $n ->
    [one] 1 minuto tarde
   *[other] { $n } minutos tarde
}
late-hours = { $n ->
    [one] 1 hora tarde
   *[other] { $n } horas tarde
}
late-days = { $n ->
    [one] 1 día tarde
   *[other] { $n } días tarde
}

## Cómo está un caso
case-state-new = Nadie se ha puesto en contacto todavía
case-state-contacting = En contacto
case-state-reached = Ya se habló con ella
case-state-referred = Se preguntó a un servicio
case-state-waiting = Espera un lugar
case-state-served = Está atendida
case-state-closed = Cerrado: { $reason }
close-reason-served = está atendida
close-reason-no-need = no necesita nada o ya lo tiene
close-reason-declined = dijo que no
close-reason-unable-to-reach = nadie pudo localizarla
close-reason-moved = se mudó
close-reason-duplicate = es el mismo que otro caso
close-reason-loss = se perdió el embarazo o el bebé

## Las entradas
inbox-title-label = Tarde
inbox-title-none = Nadie espera
inbox-title-calm = { $n ->
    [one] 1 mujer espera, y no es tarde para ella
   *[other] { $n } mujeres esperan, y no es tarde para ninguna
}
inbox-title-late = { $n ->
    [one] 1 mujer espera, y ya es tarde
   *[other] { $n } mujeres esperan; { $late ->
        [one] para 1 ya es tarde
       *[other] para { $late } ya es tarde
    }
}
inbox-nobody = { $n ->
    [one] 1 de los casos abiertos todavía no lo lleva nadie.
   *[other] { $n } de los casos abiertos todavía no los lleva nadie.
}
inbox-whose = Quién la lleva
inbox-tier = Con qué prisa
inbox-tier-any = cualquiera
inbox-which = Cuáles
inbox-open = abiertos
inbox-late = tarde
inbox-closed = cerrados
inbox-search = Parte de su nombre, o el número de un recibo
inbox-find = Buscar
inbox-empty = Nadie espera. Se ha atendido a todas las que se enviaron aquí.
inbox-empty-more = Los formularios nuevos aparecen aquí en cuanto llegan.
inbox-empty-form = Llenar un formulario
inbox-empty-filter = Nadie corresponde a lo que buscó.
inbox-empty-all = Ver a todas las que esperan
reasons-more = { $n ->
    [one] y 1 razón más
   *[other] y { $n } razones más
}
reasons-none = No se conoce ninguna razón para darse prisa
case-with = La lleva { $name }
case-with-nobody = Todavía no la lleva nadie
case-from = De { $from }
case-take = Yo la llevo
load-title = Quién lleva cuánto
load-caption = Casos abiertos de cada persona y cuánto tiempo lleva el más antiguo
load-who = Persona
load-open = Abiertos
load-late = Tarde
load-oldest = El más antiguo
load-days = { $n ->
    [0] de hoy
    [one] 1 día
   *[other] { $n } días
}
load-nothing = ninguno

## Un caso
case-back = Entradas
case-standing = Cómo está
case-born-on = Parto el { $day }
case-due-date = Fecha prevista: { $day }
case-known = Ya conocida
case-other = Otro caso, del { $day }
case-maybe-same = { $n ->
    [one] 1 registro podría ser también suyo: véalo en la revisión
   *[other] { $n } registros podrían ser también suyos: véalos en la revisión
}
case-known-at = También la conocen en { $places }
case-give = Pasar a …
case-give-to = Quién la lleva
case-give-load = { $name } ({ $open } abiertos, { $late } tarde)
case-give-nobody = Nadie por ahora
case-give-save = Pasar
case-find-service = Buscar un servicio
case-why = Por qué
case-overridden = { $who } lo decidió el { $at }:
reason-makes = hace que sea «{ $tier }»
reason-points = { $n ->
    [one] 1 punto
   *[other] { $n } puntos
}
case-score = { $n ->
    [one] 1 punto en total.
   *[other] { $n } puntos en total.
}
case-completeness = El { $share } de las preguntas en que se basa tiene respuesta; lo que no se sabe cuenta como no sabido, nunca como no.
tier-change = Decidir otra cosa
tier-which = Con qué prisa es lo correcto
tier-reason = Por qué
tier-reason-hint = Una frase. Queda junto a su nombre.
tier-save = Decidirlo así
tasks-title = { $n ->
    [0] No queda nada por hacer
    [one] 1 cosa por hacer
   *[other] { $n } cosas por hacer
}
task-done = Hecho
task-undo = No está hecho
task-close = Cerrarla …
task-close-save = Cerrarla
task-came = ¿Qué resultó?
task-came-hint = Queda con el caso, y con ello se cuentan los pasos después de un tamizaje.
came-of-referred = Derivada: dijo que sí, y se pidió un servicio o un profesional
came-of-treated = El tratamiento o la ayuda empezó
came-of-in-care = Ya recibía atención por eso
came-of-emergency = Fue llevada a urgencias
came-of-no-need = Un profesional lo revisó: no hace falta más
came-of-declined = No quiere ayuda con eso ahora
came-of-not-reached = No se la pudo localizar
task-done-by = Hecho por { $who }, { $at }
task-role-on-call-clinician = para quien está de guardia
task-role-behavioural-health = para salud mental
task-role-care-coordinator = para quien coordina la atención
task-role-advocate = para quien acompaña a mujeres maltratadas
task-role-nurse-line = para la línea de enfermería
task-role-navigator = para quien busca comida, vivienda y transporte
task-role-intake = para el equipo de entradas
task-role-system = lo hace Kith
case-referrals = Servicios a los que se preguntó
case-referrals-none = Todavía no se ha preguntado a ningún servicio.
case-reopen = Abrir el caso de nuevo

## Localizarla
reach-title = Cómo localizarla
next-attempt = Próximo intento: { $channel }, entre el { $from } y el { $until }.
attempts-so-far = { $n } de { $needed } intentos hasta ahora.
attempts-title = { $n ->
    [one] 1 intento hasta ahora
   *[other] { $n } intentos hasta ahora
}

## Formularios de un caso
form-came = Llegó el { $at } de { $from }; lo llenó { $by }.
form-version = Versión { $version }.
form-answers = { $n ->
    [one] 1 respuesta
   *[other] Las { $n } respuestas
}
score-positive = positivo
score-negative = negativo
score-signs = Señales de alarma
score-open = no se puede decir: falta una respuesta
answer-private = Privado: { $n ->
    [one] 1 respuesta
   *[other] { $n } respuestas
}
reason-private = privado: abra el caso
answer-hidden = Oculta: { $why }
answer-missing = Sin respuesta: { $why }
answer-none = Sin respuesta

## Cerrar
close-title = Cerrar el caso
close-open = Cerrar …
close-why = En qué quedó
close-not-yet = «Nadie pudo localizarla» pide { $needed } intentos, de dos maneras y a distintas horas del día. Hubo { $done }.
close-not-unreachable = Alguien habló con ella o pidió que no se le contacte: entonces no es que no se le pueda localizar.
close-told = A quien la envió se le dice cómo terminó, y nada más.
close-save = Cerrar el caso

## Servicios que convienen
match-title = Servicios para { $name }
match-lead = { $n ->
    [0] Ninguno de los { $of } servicios conviene ahora. Cada uno dice por qué.
    [one] 1 de los { $of } servicios puede convenir; primero el mejor.
   *[other] { $n } de los { $of } servicios pueden convenir; primero el mejor.
}
match-search = Una palabra de un servicio: su nombre, quién lo lleva, a quién atiende
match-not-found = Ningún servicio tiene estas palabras.
match-clear = Ver los mejores servicios para ella
match-left-out = { $n ->
    [one] No se muestra 1 más.
   *[other] No se muestran { $n } más.
}
match-all = Ver los { $of }
match-best = Ver solo los mejores
match-empty = Todavía no se conoce ningún servicio.
match-empty-more = Vienen de la carpeta del programa. Pida a quien administra Kith que los cargue.
match-language-yes = Habla su idioma
match-language-no = No habla su idioma
match-language-unknown = No se sabe el idioma
match-waiting = { $n ->
    [one] espera 1
   *[other] esperan { $n }
}
match-before = Ya se preguntó: { $state }
fit-eligible = Puede tenerlo.
fit-closes = { $n ->
    [0] Se cierra hoy: { $what }
    [one] Se cierra en 1 día: { $what }
   *[other] Se cierra en { $n } días: { $what }
}
fit-until = Hasta el { $day }: { $what }
fit-ask = Pregunte al servicio:
fit-unknown = No se puede decir; falta:
fit-not = No es para ella, porque:
places-short-free = { $n ->
    [0] lleno
    [one] 1 lugar
   *[other] { $n } lugares
}
places-short-full = lleno
places-short-unknown = lugares no conocidos
places-free = { $n ->
    [0] Ningún lugar libre, confirmado { $ago }
    [one] 1 lugar libre, confirmado { $ago }
   *[other] { $n } lugares libres, confirmado { $ago }
}
places-full = Lleno, confirmado { $ago }
places-stale = { $n ->
    [one] 1 lugar libre, pero se dijo { $ago }: demasiado tiempo para contar con ello
   *[other] { $n } lugares libres, pero se dijo { $ago }: demasiado tiempo para contar con ello
}
places-by = por { $who }
places-by-link = por el enlace del servicio
places-less-waiting = Hay { $said } libres, y { $n ->
    [one] 1 persona que espera va primero
   *[other] { $n } personas que esperan van primero
}.
places-unknown = Nunca se dijo cuántos lugares hay
refer = Derivarla
refer-why = Lo que el servicio necesita saber
refer-why-hint = Ven esto, su nombre y cómo localizarla. No va ninguna de sus respuestas.
refer-do-not-contact = No deben contactarla por esto
refer-agreed = Lo que se les dice de ella
refer-agreed-not = No permite que sepan quién es: no podrían leer esto. Pregúntele antes de enviarlo.
refer-agreed-yes = Dijo que sí: { $what }.
refer-agreed-usual = No se le preguntó; esta red se lo dice a un servicio al que se pide ayuda: { $what }.
refer-agreed-hidden = No se dice: { $what }.
refer-agreed-form = Leer o imprimir el formulario con ella
refer-agreed-write = Anotar lo que ella dice
refer-means = Se le guarda un lugar hasta que contesten.
refer-save = Enviar a { $service }

## Derivaciones
referrals-title = { $n ->
    [one] 1 derivación espera su respuesta
   *[other] { $n } derivaciones esperan su respuesta
}
referrals-title-none = Ninguna derivación espera su respuesta
referrals-empty = Todavía no le han derivado a nadie.
referrals-empty-more = Cuando ocurra, aparece aquí y usted tiene tiempo para contestar. Mientras tanto se le guarda un lugar.
referrals-others = Las que están con ustedes
referral-since = desde hace { $time }
referral-position = número { $n } en la lista de espera
referral-to-case = Su caso
referral-outcome-by = Diga cómo fue
referrals-title-all = { $n ->
    [one] 1 derivación espera respuesta
   *[other] { $n } derivaciones esperan respuesta
}
referral-answer-by = Contestar
referral-why = Por qué se le deriva
referral-for = A quién se deriva
referral-do-not-contact = No la contacten por esto. Contesten aquí; quien la derivó habla con ella.
referral-say = ¿Qué puede decir ahora?
referral-history = Lo que ocurrió
referral-state-sent = Enviada
referral-state-received = Vista por el servicio
referral-state-accepted = Aceptada
referral-state-returned = El servicio no la toma
referral-state-attempted = Se intentó localizarla
referral-state-reached = Se habló con ella
referral-state-waitlisted = En lista de espera
referral-state-enrolled = Inscrita
referral-state-in-service = Está atendida
referral-state-completed = Terminó como estaba previsto
referral-state-left = Ella lo dejó
referral-state-declined = Ella dijo que no
referral-state-unable-to-reach = Nadie pudo localizarla
referral-state-withdrawn = Retirada
referral-state-lapsed = Sin respuesta a tiempo
referral-side-sender = Quien la envió
referral-side-receiver = Servicio
referral-side-client = Ella misma
referral-side-clock = Por el reloj
connection-open = Todavía no se sabe si se encontraron
connection-connected = Ella y el servicio se encontraron
connection-not-connected = No se encontraron
connection-disputed = Dicen cosas distintas: alguien tiene que preguntar
step-accept = La tomamos
step-return = No podemos tomarla …
step-attempt = Se intentó localizarla
step-reach = Se habló con ella
step-waitlist = A la lista de espera
step-enroll = Está inscrita
step-start = Hubo una primera visita
step-complete = Terminó como estaba previsto
step-leave = Ella lo dejó …
step-decline = Ella dijo que no …
step-give-up = Nadie pudo localizarla
step-withdraw = Retirarla …
step-visit-to-be = Día de la primera visita, si lo sabe
step-visit-was = Día de la primera visita
stepped-visit = Primera visita: { $day }
referral-visit-to-be = Primera visita el { $day }
referral-visit-past = La primera visita era para el { $day }: ¿se hizo?
referral-visit-was = La primera visita fue el { $day }
own-visit = Su primera visita es el { $day }.
step-reason = Por qué
step-note = Algo más que deban saber
step-note-hint = Solo lo que ayude. Nada sobre su salud.
stepped-receive = Vista
stepped-accept = Aceptada
stepped-return = No tomada
stepped-attempt = Se intentó localizarla
stepped-reach = Se habló con ella
stepped-waitlist = Puesta en la lista de espera
stepped-enroll = Inscrita
stepped-start = Primera visita
stepped-complete = Terminó como estaba previsto
stepped-leave = Ella lo dejó
stepped-decline = Ella dijo que no
stepped-give-up = Nadie pudo localizarla
stepped-withdraw = Retirada
stepped-lapse = Sin respuesta a tiempo; el lugar está libre de nuevo
return-reason-ineligible = no cumple las condiciones
return-reason-wrong-area = vive fuera de nuestra zona
return-reason-duplicate = ya lo tiene, con nosotros o con otro
return-reason-no-place = no tenemos lugar
return-reason-language = nadie aquí habla su idioma
return-reason-conflict = alguien aquí la conoce demasiado
leave-reason-not-wanted = no lo quiere
leave-reason-need-met = tiene lo que necesita
leave-reason-served-elsewhere = otro la atiende
leave-reason-no-time = no tiene tiempo: trabajo, estudios, cuidado de otros
leave-reason-not-right = no era lo adecuado para ella
leave-reason-moved = se mudó
leave-reason-loss = se perdió el embarazo o el bebé
leave-reason-not-with-her = el bebé no está con ella
leave-reason-lost-touch = ya nadie puede localizarla
word-title = Lo que dicen las tres partes
word-by-service = El servicio
word-by-her = Ella misma
word-by-us = Quienes la referimos
word-reached = ¿La localizaron?
word-served = ¿Lo recibió?
word-not-said = no lo ha dicho
word-said = Dijo: contacto { $reached }, lo recibió { $served }
word-said-not-yet = Se le preguntó: todavía no, o no sabe
phone-not-shown = Su número ya no se muestra: esto terminó.
said-nothing = sin decir
withdraw-means = Esto la da de baja en { $service }, también si ya la atienden. Hágalo cuando ella lo quiera o si fue un error. Se les avisa y no se puede deshacer: tendría que derivarla de nuevo.
withdraw-do = Retirarla
referral-unheard = Nadie de este servicio entra en Kith, y no hay dirección para mensajes: todavía no saben nada de ella. Deles la página.
referral-by-message = Nadie de este servicio entra en Kith. Se les avisa por correo o por texto si esta red los envía; si no, deles la página de abajo.
word-not-asked = aún no se le pregunta
word-who = ¿Quién lo dice?
word-write = Anotar lo que ella dice o sabemos
word-save = Guardar
services-title = Sus servicios
service-held = { $n ->
    [one] 1 lugar está guardado para alguien a quien todavía no contestó
   *[other] { $n } lugares están guardados para personas a quienes todavía no contestó
}
service-waiting = { $n ->
    [one] 1 espera un lugar
   *[other] { $n } esperan un lugar
}
service-conditions = Para quién es
service-languages = Idiomas: { $languages }
places-still = { $n ->
    [0] Sigue sin lugar libre
    [one] Sigue 1 lugar libre
   *[other] Siguen { $n } lugares libres
}
places-other = Otro número de lugares libres
places-save = Guardar

## Por enlace y en papel
link-title = Un servicio sin cuenta
link-words = Imprima una página con un enlace. Quien lo tenga ve esta derivación y puede contestarla durante un tiempo, y nada más.
link-make = Hacer la página
link-page-title = Por favor, conteste
link-page-note = Esta página es solo para quien la recibió. Ciérrela cuando termine.
link-referral-title = Le derivaron a alguien
link-places-title = ¿Cuántos lugares libres tiene?
link-thanks-title = Gracias
link-thanks-words = Su respuesta llegó. Puede cerrar esta página.
link-gone-title = Este enlace ya no funciona
link-gone-words = Ya se usó, es demasiado antiguo o no está completo. Pida otro a quien se lo envió.
paper-title = Por favor, conteste a una derivación
paper-back = La derivación
paper-lead = Derivaron a alguien a su servicio, y se le guarda un lugar. Abra esto para ver quién es y contestar:
paper-by = Por favor, conteste antes del { $day }.
paper-square = Un cuadro para leer con la cámara del teléfono: el enlace de abajo
paper-or-type = O escriba esta dirección:
paper-dates = Impresa el { $day }. El enlace funciona hasta el { $until }, para una respuesta.
paper-note = En esta página no está el nombre de nadie. Quien pregunta puede imprimir otra.

## La puerta de entrada
front-door-title = ¿Le preocupa alguien?
front-door-lead = Envíe un formulario. Recibe un número y aquí puede ver en qué queda.
front-door-no-forms = Todavía no hay formularios. Pregunte a quien administra Kith.
sent-title = Lo que envió y en qué quedó
sent-empty = Todavía nada.
sent-on = enviado el { $day }
sent-standing-received = Recibido
sent-standing-in-work = En proceso
sent-standing-reached = Ya se habló con ella
sent-standing-served = Está atendida
sent-standing-closed = Cerrado
sent-number = número { $number }
fill-tab = Preguntas
fill-away = Salir de esta página ya
fill-away-words = Va a una página del tiempo. Lo escrito desaparece.
fill-errors = { $n ->
    [one] Hay que mirar 1 respuesta
   *[other] Hay que mirar { $n } respuestas
}
fill-mode = ¿Cómo se llena esto?
fill-mode-interview = yo le pregunto
fill-mode-self-screen = ella lo llena aquí
fill-mode-self-paper = desde papel
fill-alone = Está a solas: nadie más oye ni lee
fill-alone-hint = Algunas preguntas solo se hacen entonces. Si no está segura, déjelo así.
fill-open = { $n ->
    [one] Queda 1 pregunta abierta.
   *[other] Quedan { $n } preguntas abiertas.
}
fill-parts = Las partes, y lo contestado en cada una
fill-parts-label = Partes de este formulario
fill-part-of = Parte { $n } de { $of }
fill-count = { $n } de { $of } contestadas
fill-total = { $n } de { $of } preguntas contestadas
fill-send = Enviar
fill-next = Mostrar las preguntas que siguen
fill-send-hint = No se envía nada antes de pulsar Enviar.
fill-optional = (si quiere)
fill-yes = sí
fill-no = no
close-still-open = Sigue pendiente, y así queda si cierra:
close-unheard = { $service }: no se sabe cómo terminó
inbox-at-once = De inmediato, y con retraso
inbox-others = Las demás, según lo que está por vencer
fill-date-wrong = Este día se puede leer de más de una manera, o de ninguna. Escriba primero el año, como 1998-03-14.
fill-date-hint = Año-mes-día, por ejemplo 2026-07-08. Basta con año y mes, o con el año.
fill-unit-hint = En { $unit }
fill-why-not = ¿Sin respuesta?
fill-why-none = elija por qué
fill-clear = quitar esta respuesta
absent-asked-unknown = no lo sabe
absent-declined = prefiere no decirlo
absent-not-asked = no se le preguntó
receipt-title = Ya llegó
receipt-number = Pregunte con este número. No dice nada de ella.
receipt-tell = Dígale esto ahora
receipt-alone = Solo para ella: abra cuando nadie mire
receipt-next = Qué pasa ahora
receipt-contact = Alguien la contacta antes del { $by }.
receipt-follow = Aquí puede ver si la localizaron y si está atendida.
case-history = Lo que ocurrió ({ $n })
case-did-opened = Un formulario abrió el caso
case-did-joined = Llegó otro formulario sobre ella
case-did-given = Se dio a alguien, o a nadie
case-did-tier-set = La urgencia se fijó a mano
case-did-tier-changed = Un formulario nuevo cambió la urgencia
case-did-task-done = Se hizo una tarea
case-did-task-reopened = Se volvió a abrir una tarea
case-did-closed = Cerrado
case-did-reopened = Abierto otra vez
case-did-referred = Se pidió un servicio
case-did-referral = Se dijo algo de una derivación
case-ask = Llenar un formulario con ella
receipt-case = Su caso
receipt-back = Volver a los formularios

## Lo que se acaba de hacer
done-front-taken = Ahora la lleva usted.
done-front-given = Pasado.
done-front-tier = Decidido. Queda con su razón.
done-front-attempt = Anotado.
done-front-task = Hecho.
done-front-closed = Cerrado.
done-front-open = Abierto de nuevo.
problem-choose-somebody-of-the-intake-team-from-the-list = Elija de la lista a alguien del equipo de entradas.
problem-somebody-changed-this-case-meanwhile-look-at-it-again = Alguien cambió este caso mientras tanto. Véalo de nuevo y luego decida.
problem-this-task-is-done-already = Esto ya está hecho.
problem-this-task-is-open-already = Esto ya está abierto.
problem-the-case-was-opened-after-this-day = El caso se abrió después de este día. Elija otro.
problem-this-case-is-closed = Este caso está cerrado. Ábralo primero.
problem-this-case-is-open = Este caso está abierto.
problem-a-reason-is-needed = Diga por qué, en una frase.
reach-asked-not = Pidió que no se le contacte.

denied-this-was-sent-by-another-organisation = Esto lo envió otra organización.
denied-cases-are-led-by-the-intake-team = Los casos los lleva el equipo de entradas.
denied-the-intake-team-sees-the-cases-of-the-front-door = El equipo de entradas ve los casos de la puerta de entrada.
denied-this-is-another-organisation-s-service = Este servicio es de otra organización.
denied-service-leads-see-what-is-referred-to-their-own-service = Quien dirige un servicio ve lo que se deriva a su propio servicio.
denied-referrers-see-what-became-of-what-they-sent = Quien envía a alguien ve en qué quedó lo que envió.
link-arrived = Su respuesta llegó. Si pasa algo más, dígalo aquí: deje abierta esta página o guarde su dirección, porque con lo que la abrió no se abre otra vez.
refer-full = Está lleno: elija otro o pregunte de nuevo cuando tenga un lugar.
done-front-referred = Enviada. Se le guarda un lugar hasta que contesten.
done-front-said = Anotado.
done-front-places = Anotado. Gracias.
problem-write-a-whole-number-such-as-3 = Escriba un número entero, por ejemplo 3.
problem-this-case-is-about-somebody-else = Este caso es de otra persona. Ábralo de nuevo.
problem-say-what-the-service-needs-to-know = Diga lo que el servicio necesita saber.
problem-say-it-in-at-most-2000-characters = Dígalo en 2,000 caracteres como máximo.
problem-a-note-has-at-most-2000-characters = Una nota tiene 2,000 caracteres como máximo.
problem-a-reason-has-at-most-2000-characters = Una razón tiene 2,000 caracteres como máximo.
problem-this-service-has-no-free-place-choose-another-one-from-the-list = Este servicio ya no tiene lugar libre. Elija otro de la lista.
problem-this-service-takes-no-referrals-any-more = Este servicio ya no toma derivaciones.
problem-this-service-was-asked-already-and-has-not-ended-it = A este servicio ya se le preguntó, y eso no ha terminado.
problem-she-has-a-service-of-this-kind-or-it-was-asked-take-that-back-first = Ya tiene un servicio de este tipo o ya se preguntó a uno. Retire eso primero.
problem-choose-an-answer = Elija una respuesta.
problem-give-a-number-from-0-to-1000 = Dé un número de 0 a 1,000.
problem-somebody-said-something-about-this-meanwhile-look-at-it-again = Alguien dijo algo sobre esto mientras tanto. Véalo de nuevo y luego conteste.
problem-this-referral-has-ended-send-a-new-one = Esta derivación terminó. Envíe una nueva.
problem-this-does-not-follow-how-the-referral-stands-now-look-at-it-again = Esto no corresponde a cómo está la derivación ahora. Véala de nuevo.
problem-this-is-for-another-side-to-say = Esto le toca decirlo a otra parte.

## Su propio enlace
link-own-words = O una página para ella, con la que dice ella misma si la localizaron. No nombra a nadie.
link-own-make = Hacer su página
link-own-tab = Una pregunta
link-own-away = Va a una página del tiempo.
link-own-title = ¿Cómo le fue?
own-you-reached = ¿Se comunicaron con usted?
own-you-got-it = ¿Recibió lo que necesitaba?
own-you-not-yet = todavía no, o no sé
paper-own-lead = ¿La localizó { $service }? Abra esto y díganos. Lleva un minuto y nos ayuda a ayudarla:
problem-she-must-not-be-contacted-about-this = No se le debe contactar por esto.
phone-no-message = No deje mensaje ni envíe texto: ella lo pidió.
phone-not-asked = Mensajes: todavía no se le preguntó
phone-said = según dijo { $ago }
phone-said-to = según dijo { $ago } a { $who }
wish-ask = ¿Dijo cómo se puede usar el { $number }?
wish-not-now = no se preguntó ahora
wish-call = llamadas y un recado, sin mensajes de texto
wish-text = también mensajes de texto
wish-call-no-message = solo llamadas, sin recado ni mensajes
wish-do-not-use = de ninguna manera
phone-no-text = Solo llamadas, sin textos: ella lo pidió.
phone-text-only = Solo textos, sin llamadas: ella lo pidió.
phone-do-not-use = Dio un número que no se debe usar. No se muestra. Pídale otra forma de contacto cuando la vea.
service-next = Reciba a quien más tiempo espera
places-link = Crear un enlace para un servicio sin cuenta
paper-places-title = ¿Cuántos lugares hay libres?
paper-places-lead = Solo se ofrece su servicio cuando se sabe que hay lugares. Abra esto y diga cuántos tiene; un toque basta si nada cambió:

## What is new
nav-news = Novedades
nav-unread = nuevas
news-title = Novedades
news-lead = Lo que pasó con lo que envió, lo que le enviaron y lo que le espera.
news-empty = Todavía nada. Cuando algo pase, aparece aquí, se envíe o no un mensaje.
news-no-sender = No sale ningún mensaje: no hay correo ni mensajes de texto configurados. Lo que pasa se dice aquí, y solo aquí. Quien administra Kith puede configurarlos.
news-read = Ya leí estas
news-new = nueva
news-to-referral = a la derivación
news-to-case = al caso
news-to-places = a los lugares
news-to-sent = a lo que envió
news-referral-sent = Se derivó a alguien, y espera una respuesta
news-referral-re-offered = Se preguntó al siguiente servicio, según las reglas
news-referral = Una derivación avanzó: { $state }
news-case-served = Alguien a quien usted envió ya está atendida
news-case-closed = Un formulario que usted envió ya tiene respuesta
news-places = ¿Siguen correctos los lugares libres?
news-message-undelivered = Un mensaje no se pudo entregar: revise la dirección
news-other = Algo pasó
denied-what-is-new-is-told-to-those-who-work-with-the-front-door = Las novedades se dicen a quienes trabajan con la puerta de entrada.
## Cómo avanzan las personas: pasos, tiempos, equidad, carga
n-cases = { $n ->
    [one] 1 caso
   *[other] { $n } casos
}
n-referrals = { $n ->
    [one] 1 derivación
   *[other] { $n } derivaciones
}
stratifier-tier = Urgencia
stratifier-service = Servicio
group-tier-1 = Nivel 1, de inmediato
group-tier-2 = Nivel 2, pronto
group-tier-3 = Nivel 3, por turno
th-step = Paso
th-reached-step = Llegaron
th-lost = No llegaron
th-median = La mitad en (intervalo del 95 %)
th-nine = Nueve de cada diez en
th-happened = Hasta ahora
cascade-lead = Cada barra es de quienes están en la barra de arriba. Entre dos barras están quienes no llegaron o aún tienen tiempo. Quien en el tamizaje no tiene nada se queda ahí con razón.
cascade-finding = El mayor descenso: { $n } antes de «{ $step }»
cascade-finding-none = Cuántas pasan cada paso
cascade-where = { $place }, { $period }. Personas, cada una contada una vez.
cascade-enough = { $n } no necesitan nada más
people-yes = Sí
people-no = No
cascade-lost = { $n } no llegaron
cascade-still = { $n } aún tienen tiempo
cascade-withheld = muy pocas para mostrar quién no llegó
cascade-steps = Cada paso por grupo
cascade-by = Cuántas llegaron hasta cada paso, por { $by }
cascade-everyone = Todas
cascade-nobody = nadie
balance-title = Fijado a mano, y aceptado por los servicios
balance-lead = Si a las personas de un grupo se les cambia más a mano, o los servicios las aceptan menos, alguien tiene que preguntar por qué.
balance-finding = { $title }, por { $by }
people-who = quiénes son
people-see = Ver los casos detrás de este número
people-see-families = Ver las familias detrás de este número
people-happened = Ocurrió
people-did-not-happen = No ocurrió
people-may-happen = Aún no termina
people-counts = cuenta el { $day }
mother-died-list = Ella falleció. Nadie debe llamar por esto.
people-title = { $n ->
    [0] Nadie
    [one] 1 persona
   *[other] { $n } personas
}
people-status-pending = Aún tiene tiempo
people-status-not-met = No se hizo a tiempo
people-status-met = Hecho
people-status-unknown = Hay que preguntar
people-status-excluded = No cuenta
people-from = de { $name }
people-shared = Quienes se comparten con usted
people-shared-more = De quienes esto habla solo se listan aquellas cuyo registro puede mostrársele para ello. Las demás cuentan en el número y no se listan.
lost-baby-list = Un bebé suyo falleció: lea su página antes de que alguien llame.
people-since = desde el { $day }
people-due = hasta el { $day }
people-done = hecho el { $day }
people-empty = Nadie está aquí ahora.
people-empty-more = Elija otra situación arriba o vuelva al número.
times-withheld = Muy pocas personas para mostrar un tiempo.
times-how = Quien aún espera cuenta como esperando, no se deja fuera. El intervalo va entre paréntesis.
times-half = La mitad en { $days }.
times-less-than-half = Menos de la mitad en { $days } días.
times-so-far = Hasta ahora: { $n } de { $of }.
times-more = más de { $n } días
times-days = { $n ->
    [one] 1 día
   *[other] { $n } días
} ({ $low } a { $high })
times-days-open = { $n ->
    [one] 1 día
   *[other] { $n } días
} (al menos { $low })
supervise-title = Quién tiene qué, y con cuánto retraso
supervise-see = Carga, antigüedad y retraso
supervise-lead = { $open } casos abiertos; { $late } con retraso.
supervise-caption = Casos abiertos de cada persona según la urgencia, su antigüedad y cuándo vence el siguiente
supervise-median = La mitad tiene más de
supervise-next = Siguiente vencimiento
supervise-nobody = Nadie todavía
supervise-late = con retraso
supervise-empty = No hay casos abiertos.
supervise-empty-more = Cuando llega un formulario, su caso queda aquí hasta que se sepa qué fue de ella.
n-handouts = { $n ->
    [one] 1 entrega
   *[other] { $n } entregas
}
stratifier-goods = Qué se entregó
