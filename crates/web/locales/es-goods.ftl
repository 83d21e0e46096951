# Artículos que se dan a las familias. Claro, breve, amable.

nav-goods = Artículos
denied-goods-are-kept-by-who-gives-them-to-families = de los artículos se encarga quien los da a las familias

## Lo que hay
goods-title-none = Aquí todavía no hay artículos
goods-title-calm = Hay suficiente de todo
goods-title-low = { $n ->
    [one] Queda poco de una cosa
   *[other] Queda poco de { $n } cosas
}
goods-purpose = Qué se puede dar, quién tiene qué y a quién preguntar cómo va.
goods-not-to-ask = { $n ->
    [one] Uno por el que nadie pregunta: hubo una pérdida
   *[other] { $n } por los que nadie pregunta: hubo una pérdida
}
goods-to-ask = { $n ->
    [one] Una familia a la que preguntar cómo va
   *[other] { $n } familias a las que preguntar cómo va
}
goods-kept = { $n ->
    [one] Una cosa está apartada para alguien
   *[other] { $n } cosas están apartadas para alguien
}
goods-place-empty = Aquí todavía no ha llegado nada. Anote abajo la primera entrega.
goods-what = Qué
goods-table = Lo que hay: { $place }
goods-free = Libres
goods-reserved = Apartados
goods-standing = Cómo está
goods-low = Queda poco
goods-enough = Suficiente
goods-deliveries = Entregas: { $kind }
goods-no-lot = Sin lote anotado
goods-lot = lote { $lot }
goods-n-free = { $n ->
    [one] 1 libre
   *[other] { $n } libres
}
goods-expires = vale hasta el { $day }
goods-expired = venció el { $day }
goods-recalled = retirado
goods-paid-by = lo pagó { $fund }
goods-receive = Anotar una entrega
goods-receive-save = Guardar la entrega
goods-new-place = Añadir un lugar
goods-new-place-save = Añadir el lugar
goods-recalls = Lotes retirados
goods-funds = Quién pagó
goods-csv = Descargar como CSV
goods-field-place = Dónde está
goods-field-quantity = Cuántos
goods-field-lot = Número de lote, si lo lleva escrito
goods-field-expires-on = Vale hasta, si lleva un día escrito
goods-field-fund = Qué fondo pagó
goods-field-cost = Cuánto costó uno, si lo sabe
goods-field-owner = Organización
goods-field-name = Nombre del lugar
goods-state-reserved = apartado para ella desde
goods-state-handed-out = entregado el
goods-state-returned = entregado y devuelto; entregado el
goods-state-released = estuvo apartado para ella; desde

## En la página de un caso o de una derivación
case-goods = Lo que se le dio
case-goods-none = Todavía nada.
case-goods-give = Darle algo
goods-ask-when = preguntar cómo va { $when }

## Dar
give-title = Dar algo a { $name }
give-has = Lo que tiene
give-nothing = En este momento no hay nada que dar.
give-nothing-more = Ver lo que hay
give-which = ¿Qué le da?
give-save = Ya lo tiene
give-keep = Solo apartarlo para ella
sign-title = Quién firma
sign-hint = Firma en la pantalla con el dedo, un lápiz o el ratón; o en papel, que alguien guarda.
sign-name = Nombre de quien firma
sign-draw = Firme en este recuadro
sign-clear = Borrar el recuadro
sign-holder = ¿Firmado en papel? Quién guarda el papel

## Una cosa
item-title = { $what } para { $name }
item-from = De dónde viene
item-handed = Lo dio { $who }, { $at }
item-signed = Firmó { $name }:
item-signature = Firma de { $name }
item-paper = { $name } firmó en papel; lo guarda { $holder }.
item-ask = Preguntar cómo va
item-asked = Preguntó { $who }, { $at }
item-ask-save = Guardar las respuestas
item-not-to-ask = Nadie pregunta cómo va con esto. Si algo debe devolverse, o ella necesita otra cosa, hable con ella solo de eso.
item-note = Algo más
item-hand-over = Dárselo
item-release = Dejar de apartarlo para ella
item-back = Lo devolvieron
item-back-fit = ¿Puede tenerlo otra persona?
item-back-yes = Sí, vuelve al estante
item-back-no = No, está gastado o roto
item-back-save = Guardar
reply-yes = Sí
reply-no = No
reply-unknown = No sabe o no lo dice

## Una entrega
stock-off = Quitar algunos del estante
stock-off-why = Por qué: roto, vencido, perdido
stock-off-save = Quitar
stock-moved = Lo que pasó con ella
stock-moved-table = Cada cambio, el más reciente primero
stock-when = Cuándo
stock-what = Qué
stock-on-hand = En el estante
stock-who = Quién
movement-received = Llegó
movement-reserved = Apartado para alguien
movement-released = Ya no está apartado
movement-handed-out = Entregado
movement-handed-over = Entregado a quien lo tenía apartado
movement-returned = Devuelto
movement-returned-unfit = Devuelto gastado o roto
movement-written-off = Quitado del estante

## Retirar
recalls-title = Lotes retirados
recalls-purpose = Un lote retirado ya no se da a nadie. Quien tiene uno está en su lista.
recalls-none = No se retiró ningún lote.
recall-new = Retirar un lote
recall-which = Qué lote
recall-why = Por qué
recall-hint = Por cada familia que tiene uno, alguien recibe la tarea de comunicarse con ella.
recall-save = Retirarlo
recall-title = { $n ->
    [0] { $what }, lote { $lot }: nadie tiene uno
    [one] { $what }, lote { $lot }: una familia
   *[other] { $what }, lote { $lot }: { $n } familias
}
recall-nobody = Ninguna familia tiene uno de este lote, y ninguno está apartado para nadie.
recall-not-by-phone = No quiere que la llamen. Comuníquese de otra manera.
recall-by-intake = Su servicio no debe comunicarse con ella por esto. El equipo de entradas tiene la tarea de hacerlo.

## Quién pagó
funds-title = Quién pagó lo que se dio
funds-months = { $from } a { $to }
funds-none = En estos meses no se dio nada.
funds-totals = Todos los meses juntos
funds-given = { $n ->
    [one] 1 entregado
   *[other] { $n } entregados
}
funds-unknown = costo desconocido
funds-partly = { $amount } por { $known } de ellos; lo demás no se sabe
funds-caption = Por mes, fondo y tipo
funds-month = Mes
funds-n = Entregados
funds-cost = Costo

## Lo que se acaba de hacer
done-goods-stocked = La entrega está anotada.
done-goods-place = El lugar está añadido.
done-goods-gave = Ya lo tiene.
done-goods-kept = Está apartado para ella.
done-goods-released = Ya no está apartado para ella.
done-goods-back = Devuelto.
done-goods-writtenoff = Quitado del estante.
done-goods-asked = Las respuestas están guardadas.
done-goods-recalled = El lote está retirado.

## Lo que está mal en un formulario
problem-there-is-a-place-of-this-name = Ya hay un lugar con este nombre. Elija otro nombre.
problem-write-an-amount-such-as-89-50 = Escriba una cantidad, como 89.50.
problem-this-day-has-passed-what-expired-is-not-given-to-anybody = Este día ya pasó. Lo que venció no se da a nadie.
problem-write-the-day-as-year-month-day-such-as-2027-03-31 = Escriba el día como año-mes-día, por ejemplo 2027-03-31.
problem-there-are-not-so-many-free = No hay tantos libres.
problem-none-of-these-is-left-that-may-be-given-choose-others = De estos no queda ninguno. Elija otros.
problem-this-is-not-kept-for-her-any-more-or-may-not-be-given = Ya no está apartado para ella, o no se puede dar. Mírelo otra vez.
problem-somebody-changed-this-meanwhile-look-at-it-again = Alguien lo cambió mientras tanto. Mírelo otra vez.
problem-answer-every-question-does-not-know-is-an-answer = Responda todas las preguntas. «No sabe» es una respuesta.
problem-somebody-asked-her-already-look-at-it-again = Alguien ya le preguntó. Mírelo otra vez.
problem-write-something-here = Escriba algo aquí.
problem-write-at-most-200-characters = Escriba como máximo 200 caracteres.
problem-write-the-name-of-who-signs = Escriba el nombre de quien firma.
problem-sign-in-the-box-or-say-who-keeps-the-signed-paper = Firme en el recuadro, o diga quién guarda el papel firmado.
problem-the-drawing-cannot-be-read-sign-again = El dibujo no se puede leer. Firme otra vez.
problem-this-task-is-done-by-answering-its-questions-open-it = Esto se termina respondiendo sus preguntas. Ábralo.
problem-what-was-answered-stays-answered = Lo respondido queda respondido.

## Tasks
task-open = Preguntar
task-see = Ver
task-role-service-lead = para quien dirige el servicio
task-role-coordinator = para quien coordina

## Tareas de todos los casos
nav-tasks = Tareas
key-done = decir que una tarea está hecha
tasks-page-label = Tareas atrasadas
tasks-page-none = No hay nada pendiente
tasks-page-calm = No hay nada atrasado
tasks-page-late = { $n ->
    [one] Una tarea está atrasada
   *[other] { $n } tareas están atrasadas
}
tasks-whose = De quién
tasks-all = De mi equipo
tasks-mine = Mías ({ $n })
tasks-empty = Aquí no hay nada que hacer.
tasks-empty-more = Una tarea aparece cuando la pide una respuesta de un formulario, cuando se dio algo o cuando alguien la pide en un caso.
tasks-urgent = { $n ->
    [one] Una tarea no puede esperar
   *[other] { $n } tareas no pueden esperar
}
tasks-see-all = Ver todas las tareas
task-take = La hago yo
task-close-by = terminada antes del { $at }
task-case-closed = su caso está cerrado
task-ask = Pedir a alguien que haga algo
task-ask-what = Qué hay que hacer
task-ask-when = Para cuándo
task-ask-who = Quién lo hace
task-ask-save = Pedir
done-front-taskgiven = Asignada.
done-front-taskasked = Está en la lista de tareas.
problem-choose-a-day-from-today-on = Elija un día a partir de hoy.

## Sueño seguro: antes de ir a casa
nav-safe-sleep = Sueño seguro
denied-mothers-are-taught-by-the-hospital-before-they-go-home = el hospital enseña a las madres antes de que vayan a casa
sleep-title-none = Hoy no hay ninguna madre en la lista
sleep-title-all = A todas las madres de la lista se les enseñó sobre el sueño seguro
sleep-title = { $n ->
    [one] Falta enseñar a una madre sobre el sueño seguro
   *[other] Falta enseñar a { $n } madres sobre el sueño seguro
}
sleep-hospitals = Hospital
sleep-none = Ningún registro dice que haya una madre aquí ahora, o que se fuera en las últimas dos semanas.
sleep-none-more = Las madres aparecen en esta lista cuando llegan los registros de ingresos y nacimientos del hospital.
sleep-born = dio a luz el { $day }
sleep-left = se fue el { $day }
sleep-here = sigue aquí
sleep-not-taught = No se le enseña sobre el sueño.
sleep-tick = Anotar lo que se le enseñó
sleep-what = Qué se hizo
sleep-taught = se le explicó
sleep-demonstrated = se le mostró
sleep-material = se le dio algo para leer
sleep-on = Qué día
sleep-language = En qué idioma
sleep-save = Guardar
sleep-refer = Derivarla
sleep-said = { $what }, en { $language }: { $who }, { $day }
sleep-months = Enseñadas antes de ir a casa
sleep-of = { $n } de { $of } que se fueron
sleep-unknown = No se sabe: ningún registro dice quién se fue
sleep-no-stay = se enseñó a { $n } más, de cuyo ingreso no hay registro
sleep-months-note = Se cuenta entre las madres cuyo ingreso se conoce por los registros del hospital. Aquí solo se conocen los nacimientos de los últimos 90 días.
sleep-policy = Norma
sleep-policy-none = Hoy no hay ninguna norma vigente.
sleep-policy-since = desde el { $from }
sleep-policy-until = del { $from } al { $to }
sleep-policy-new = Anotar una norma
sleep-policy-save = Guardar la norma
sleep-field-document = Nombre del documento
sleep-field-from = Vigente desde
sleep-field-to = Deja de estar vigente el, si lo sabe
sleep-field-words = Qué dice
done-goods-taught = Anotado.
done-goods-policy = La norma está anotada.
problem-choose-a-day-from-the-birth-until-she-left = Elija un día desde el parto hasta que se fue.
problem-tick-what-was-done = Marque lo que se hizo.
problem-choose-a-day = Elija un día.
problem-this-day-has-not-come-yet = Este día todavía no ha llegado.
problem-say-it-in-at-most-200-characters = Dígalo en 200 caracteres como máximo.
problem-choose-a-day-after-the-first-one = Elija un día después del primero.

## Quién hace qué, el plan, las revisiones
team-title = Quién hace qué por ella
team-nobody = Todavía nadie.
team-plan = Su plan y las revisiones
team-add = Añadir a alguien
team-add-save = Añadir
team-duty = Qué hace
team-who = Quién
team-works-for = Para quién trabaja, si es para alguien
team-end = Ya no
care-plan-title = { $name }: equipo y plan
plan-wants = Lo que ella quiere, con sus palabras
plan-wants-none = Todavía no hay nada anotado. Pregúntele qué es lo más importante para ella y escríbalo como lo dice.
plan-said-in = dicho en { $language }
plan-noted = { $who }, { $at }
care-plan-by = antes del { $day }
plan-drop = No hace falta
plan-step-add = Añadir un paso
plan-step = El paso
plan-owner = Quién lo da: ella misma, una persona, una organización
plan-step-save = Añadir el paso
plan-goal-add = Anotar lo que quiere
plan-goal = Con sus palabras
plan-goal-save = Guardar
goal-state-open = abierto
goal-state-reached = ya lo tiene
goal-state-left = ya no lo quiere
goal-reached = Ya lo tiene
goal-left = Ya no lo quiere
goal-open = Abrirlo de nuevo
step-is-open = abierto de nuevo
step-is-done = hecho
step-is-dropped = no hace falta
review-ask = Ponerla en la agenda
review-why = Por qué
review-ask-save = Poner en la agenda
review-asked = en la agenda por { $who }, { $at }
review-held = se habló de ello; { $who }, { $at }
review-hold = Anotar la revisión
review-notes = Qué se dijo
review-decisions = Cada decisión se convierte en una tarea.
review-decision = Decisión { $n }
review-hold-save = Guardar la revisión
case-reviews = Revisiones de su caso
agenda-title = Agenda de la revisión de casos
agenda-n = { $n ->
    [0] No hay ningún caso en la agenda
    [one] Hay un caso en la agenda
   *[other] Hay { $n } casos en la agenda
}
agenda-none = Ningún caso espera a que se hable de él.
agenda-none-more = Ponga uno en la agenda desde su página «equipo y plan».
done-front-planned = Guardado.
problem-say-it-in-fewer-words = Dígalo en menos palabras.
problem-this-case-is-on-the-agenda-already = Este caso ya está en la agenda.

## Anticoncepción
nav-methods = Anticoncepción
denied-this-is-said-by-the-site-itself = esto lo dice el propio centro
denied-what-a-site-changed-is-written-down-by-the-site-itself = lo que cambió un centro lo escribe el propio centro
denied-what-everybody-may-see-is-decided-for-the-whole-network = lo que todo el mundo puede ver se decide para toda la red
methods-title = { $n ->
    [0] Ningún centro dice todavía qué métodos tiene
    [one] Un centro dice qué métodos tiene
   *[other] { $n } centros dicen qué métodos tienen
}
methods-purpose = Cada centro dice él mismo qué tiene y si lo da el mismo día.
methods-none = Aquí todavía no se conoce ningún centro.
methods-not-said = Todavía no dice nada: eso no significa que no tenga ninguno.
methods-said = Según lo dicho el { $at }
methods-edit = Decir qué tenemos
methods-save = Guardar
access-none = aquí no, o no se sabe
access-same-day = el mismo día
access-later = otro día
access-referred = en otro lugar, por derivación
talk-link = Anticoncepción: qué se le preguntó, ofreció y eligió
talk-title = { $name }: anticoncepción
talk-purpose = Solo si ella quiere hablar de esto. No está en ninguna lista ni en papel.
talk-open = No dicho
talk-asked = Se le preguntó
talk-wants = ¿Quiere un método?
wish-yes = Sí
wish-no = No
wish-unsure = Todavía no lo sabe
wish-declined = No quiere decirlo
talk-offered = Qué se le ofreció
talk-chosen = Qué eligió
talk-outcome = Qué pasó con ello
choice-received = Lo tiene
choice-waiting = Lo espera
choice-declined = Ya no lo quiere
talk-save = Guardar
problem-nobody-asked-her-tick-that-she-was-asked-or-leave-the-rest-open = Nadie le preguntó: marque que se le preguntó, o deje lo demás abierto.
problem-choose-which-method-or-leave-open-what-became-of-it = Elija qué método, o deje abierto qué pasó con él.
problem-choose-one-of-the-methods = Elija uno de los métodos.

# Who died, of a family on a list.
loss-herself = Murió.
loss-mother = La madre murió.
loss-baby = Su bebé murió.
loss-one-baby = Uno de sus bebés murió.
loss-said = Se perdió el embarazo o el bebé.
