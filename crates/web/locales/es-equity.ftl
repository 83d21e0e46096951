# Las páginas de equidad y de centros.
nav-equity = Equidad
see-equity = La brecha a lo largo de los años, y quién se movió
see-sites = Los centros dentro de los límites del azar
equity-title = Equidad: { $title }
equity-back = La medida
equity-by = Por
equity-measures = Otra medida
equity-empty = Todavía no hay dos grupos que se puedan comparar.
equity-empty-more = Hacen falta dos grupos con suficientes personas en el primer año y en el último. Elija arriba otra agrupación, o vuelva cuando haya más.
equity-one-year = Solo hay un año de números: cómo se mueve una brecha se puede decir a partir del segundo año.
equity-few = Una de estas tasas tiene menos de 20 personas con o sin lo que se cuenta. Junte varios años antes de actuar.

equity-rates = { $group }: { $now } de { $of } en { $to }, después de { $then } de { $thenof } en { $from }.
equity-narrowed = La brecha se redujo de { $then } a { $now }: en { $by } { $interval }.
equity-smaller = La brecha es de { $now }, después de { $then }: menor en { $by } { $interval }. Aquí importa quién se movió.
equity-widened = La brecha se amplió de { $then } a { $now }: en { $by } { $interval }.
equity-unclear = La brecha es de { $now }, después de { $then }. No está claro si cambió: el cambio es de { $change } puntos { $interval }, y eso incluye ninguno.
equity-percent = En porcentaje, la brecha es un { $percent } % menor, con límites del 95 % de { $low } % a { $high } %.
equity-percent-wider = En porcentaje, la brecha es un { $percent } % más amplia; el porcentaje de reducción tiene límites del 95 % de { $low } % a { $high } %.
equity-percent-no-gap = Un porcentaje no significaría nada aquí: en { $from } no había brecha que reducir.
equity-percent-uncertain = Un porcentaje no significaría nada aquí: la brecha de { $from } pudo no existir, así que un porcentaje de ella podría ser cualquiera.

moved-title = ¿Quién se movió?
moved-focus = Toda la reducción, { $narrowing }, se debe a que al grupo de { $focus } le va mejor, en { $byfocus }, sin que al grupo de { $reference } le vaya peor.
moved-both = Ambos grupos. De los { $narrowing } menos, { $byfocus } se deben a que al grupo de { $focus } le va mejor, y { $byreference } ({ $share }) a que al grupo de { $reference } le va peor.
moved-mostly = De los { $narrowing } menos, { $byfocus } se deben a que al grupo de { $focus } le va mejor. Al grupo de { $reference } le va peor en { $byreference }, no más de lo que puede traer el azar.
moved-reference = Solo el grupo de { $reference }, al que le va peor, en { $byreference }. Ninguna parte de la reducción se debe a que al grupo de { $focus } le vaya mejor.
moved-not = La brecha no se redujo. Al grupo de { $focus } le va { $focusway ->
    [better] mejor
   *[other] peor
 }, en { $byfocus }; al de { $reference }, { $referenceway ->
    [better] mejor
   *[other] peor
 }, en { $byreference }.
moved-chance = El azar por sí solo podría traerle otro tanto al grupo de { $reference }.
call-only-title = Esto no es un avance.
call-only = La brecha es menor porque al grupo de { $reference } le va peor que antes ({ $then } entonces, { $now } ahora), no porque al grupo de { $focus } le vaya mejor.
call-part-title = No todo esto es un avance.
call-part = El { $share } de la reducción se debe a que al grupo de { $reference } le va peor que antes ({ $then } entonces, { $now } ahora), no a que al grupo de { $focus } le vaya mejor.

chosen-programme = Estos son los dos grupos cuya brecha el programa se propuso cerrar.
chosen-apart = A estos dos les va peor y mejor en todos estos años juntos, de modo que no los eligió la suerte de un solo año.
chosen-largest = Estos son los dos grupos más grandes. No hay dos con treinta personas en cada año, así que aquí el azar pesa mucho.
chosen-asked = Usted eligió estos dos grupos.

equity-find-focus = { $focus }: más cerca; la brecha pasó de { $then } a { $now } puntos
equity-find-reference = La brecha pasó de { $then } a { $now } puntos porque al grupo de { $reference } le va peor
equity-find-both = La brecha pasó de { $then } a { $now } puntos, en parte porque al grupo de { $reference } le va peor
equity-find-widened = La brecha se amplió de { $then } a { $now } puntos
equity-find-unclear = { $now } puntos de distancia después de { $then }: sin cambio claro
equity-find-two = { $focus } y { $reference }, año por año
equity-years-where = { $title } · { $place } · años enteros · tasas con intervalos del 95 %
equity-groups-where = { $title } · { $place } · lleno: { $to }, con intervalo del 95 % · hueco: { $from }
equity-groups-where-one = { $title } · { $place } · { $to } · puntos con intervalos del 95 %

band-unit = Brecha, en puntos porcentuales
band-none = sin brecha
band-year = { $n } en el año
band-head = Brecha (intervalo del 95 %)
band-finding = Trimestre a trimestre, la brecha estuvo entre { $low } y { $high } puntos
band-where = { $focus } frente a { $reference } · { $title } · { $place } · por trimestre desde su primer mes, banda del 95 % · por encima de cero, al grupo de { $focus } le va peor
band-summary = { $n } trimestres. La brecha entre { $focus } y { $reference } estuvo entre { $low } y { $high } puntos. Cada trimestre con su intervalo está en la tabla.

shows-years = Muestra ambos grupos en cada año entero y cuántos puntos hay entre ellos. No muestra por qué difieren, ni si detrás de cada año están los mismos centros y familias.
shows-gap = Muestra la brecha de cada trimestre, con una banda que contiene la brecha verdadera en 95 de cada 100 trimestres así; las líneas cortas son años enteros. Un trimestre oscila por azar: juzgue por los años. No muestra quién se movió.
shows-groups = Muestra dónde está cada grupo, con el intervalo del 95 % del último año. Que dos intervalos se solapen no quiere decir que dos grupos sean iguales, y un grupo pequeño tiene uno ancho. No muestra por qué difieren los grupos.
shows-bridge = Quien es hispano o latino se cuenta ahí; los demás que nombraron más de una raza se cuentan como multirraciales. Esto oculta a las familias afrolatinas y multirraciales dentro de un grupo.

index-title = Todos los grupos a la vez
index-groups = Números de { $n } grupos en { $period }, con límites del 95 %.
index-of-undone = Se refieren a la proporción en la que no se hizo, de modo que más es peor.
index-of-done = Se refieren a la proporción que aquí se cuenta, de la que menos es mejor.
index-left-out = { $n ->
    [one] Un grupo es demasiado pequeño para entrar en ellos.
   *[other] { $n } grupos son demasiado pequeños para entrar en ellos.
 }
index-difference = Diferencia
index-difference-says = Tantos puntos más en el grupo { $worst } que en el grupo { $reference }. Solo mira dos grupos y no dice nada de los que están en medio.
index-ratio = Razón
index-ratio-says = La proporción del grupo { $worst } es tantas veces la del grupo { $reference }. Dos proporciones pequeñas pueden tener una razón grande y estar muy cerca.
index-par = Riesgo atribuible poblacional
index-par-says = Si a todos los grupos les fuera tan bien como al grupo { $best }, la proporción de todos estos grupos sería tantos puntos menor. No dice que eso se pueda alcanzar, ni cómo.
index-paf = Fracción atribuible poblacional
index-paf-says = Lo mismo en porcentaje de la proporción de todos estos grupos. Llama evitable a la distancia del grupo { $best }, cosa que nadie ha demostrado.
index-bgv = Varianza entre grupos
index-bgv-says = La distancia cuadrática media de los grupos a su promedio; los grupos grandes cuentan más. Sirve para comparar años de una medida; no dice a quién le va peor.
index-idis = Índice de disparidad
index-idis-says = Cuánto se alejan los grupos de su promedio, en porcentaje de este. Cada grupo cuenta igual, así que el azar en uno pequeño lo mueve.
index-theil = Índice de Theil (× 1000)
index-theil-says = Cero cuando todos los grupos son iguales; sube más cuando grupos grandes tienen una proporción alta. No tiene unidad y no dice hacia dónde difiere un grupo.
index-mld = Desviación logarítmica media (× 1000)
index-mld-says = Cero cuando todos los grupos son iguales; sube más cuando grupos grandes tienen una proporción baja. Tampoco tiene unidad; léala junto al índice de Theil.
index-square-points = { $n } puntos cuadrados
index-no-divisor = No se indica: habría que dividir por cero.
index-none = No se indica: no es válido para estos grupos.
index-no-limits = no se pueden dar límites
index-zero = Un grupo sin nadie se tomó como casi ninguno; el número depende de eso.
shows-indices = Ningún número ordena los grupos ni dice por qué difieren. Lea uno en puntos junto a uno en porcentaje: una brecha puede disminuir en puntos y crecer como razón.

compare-title = Comparar otros
compare-focus = Este grupo
compare-reference = Con este
compare-from = Desde
compare-back = { $n ->
    [one] un año antes
   *[other] { $n } años antes
 }
compare-show = Mostrar

sites-title = Centros: { $title }
sites-lead = { $outside ->
    [0] Ninguno de los { $of } centros está fuera de los límites del azar.
    [one] Uno de los { $of } centros está fuera de los límites del azar.
   *[other] { $outside } de los { $of } centros están fuera de los límites del azar.
 } { $signals ->
    [0] A lo largo del tiempo, ninguno muestra un cambio.
    [one] A lo largo del tiempo, uno muestra un cambio.
   *[other] A lo largo del tiempo, { $signals } muestran un cambio.
 }
sites-lead-funnel = { $outside ->
    [0] Ninguno de los { $of } centros está fuera de los límites del azar.
    [one] Uno de los { $of } centros está fuera de los límites del azar.
   *[other] { $outside } de los { $of } centros están fuera de los límites del azar.
 }
sites-lead-none = Todavía no hay suficientes centros para comparar.
funnel-finding-none = Ningún centro está fuera de los límites del azar
funnel-finding-one = { $name } está fuera de los límites del azar
funnel-finding = { $n } de { $of } centros están fuera de los límites del azar
funnel-where = { $title } · { $period } · un punto por centro · todos juntos { $all } (línea de puntos) · no es una clasificación
funnel-summary = { $n } centros frente al { $all } de todos juntos; { $outside } fuera de los límites del 99.8 %. Cada centro, con su tasa y dónde está, figura en la tabla por nombre.
funnel-size = Contadas en la tasa, personas
funnel-outer = límites del 99.8 %
funnel-inner = límites del 95 %
funnel-exact = Los centros difieren no más de lo que trae el azar (puntuación cuadrática media { $spread }, donde 1 es solo azar). Los límites son exactos.
funnel-widened = Los centros difieren en general más de lo que trae el azar (puntuación cuadrática media { $spread }, donde 1 es solo azar), con una dispersión de { $between } puntos entre ellos. Los límites se ampliaron por eso; con límites de solo azar quedarían fuera { $n }. Que tantos difieran es ya un hallazgo.
funnel-empty = Todavía no hay un embudo que dibujar.
funnel-empty-more = Hacen falta dos centros con suficientes personas, y algo que haya ocurrido en unos y no en otros.
shows-funnel = Muestra cuánto se aparta cada centro de todos juntos, según cuántas personas atiende: fuera de los límites exteriores, el azar explica poco. No muestra por qué, ni dice quién es mejor: las familias difieren de un centro a otro. Los centros no se clasifican, pues entre iguales siempre hay un último.
standing-within = como lo deja el azar
standing-high = por encima del límite del 95 %
standing-very-high = por encima del límite del 99.8 %
standing-low = por debajo del límite del 95 %
standing-very-low = por debajo del límite del 99.8 %
th-site = Centro
th-standing = Dónde está

panels-finding = { $n ->
    [0] A lo largo del tiempo, ninguno de los { $of } centros muestra un cambio
    [one] A lo largo del tiempo, uno de los { $of } centros muestra un cambio
   *[other] A lo largo del tiempo, { $n } de los { $of } centros muestran un cambio
 }
shows-panels = Cada centro por su cuenta, por { $step ->
    [month] mes
   *[other] trimestre
 }, { $period }: su línea, su centro, sus límites de control (a trazos), todos en una misma escala. Reglas: un punto fuera de los límites, una racha demasiado larga para el azar, muy pocos cruces de la línea central. Un centro donde nada cambia muestra alguna con una probabilidad del { $alarm }, así que entre { $of } centros alguno puede hacerlo por suerte. Esto no muestra qué cambió: pregunte en el centro.
panels-withheld = Los números dentro de un solo centro son demasiado pequeños para mostrárselos, así que aquí no están los centros a lo largo del tiempo.
panel-steady = Estable: varía como lo haría por azar.
panel-few = Pocas personas: los límites son aproximados.
panel-nobody = Todavía no hay nadie en la tasa.
panel-marked = marcado por una regla
panel-summary = { $name }: centro en { $centre }, y { $latest } en { $period }.
panel-empty = { $name }: todavía no hay nadie en la tasa.
rule-beyond = { $above ->
    [0] { $below ->
        [one] Un { $step ->
            [month] mes
           *[other] trimestre
        } por debajo de sus límites.
       *[other] { $below } { $step ->
            [month] meses
           *[other] trimestres
        } por debajo de sus límites.
    }
   *[other] { $below ->
        [0] { $above ->
            [one] Un { $step ->
                [month] mes
               *[other] trimestre
            } por encima de sus límites.
           *[other] { $above } { $step ->
                [month] meses
               *[other] trimestres
            } por encima de sus límites.
        }
       *[other] { $above } por encima y { $below } por debajo de sus límites.
    }
 }
rule-run-above = { $n } { $step ->
    [month] meses
   *[other] trimestres
 } seguidos por encima del centro desde { $since }; el azar explica { $limit }.
rule-run-below = { $n } { $step ->
    [month] meses
   *[other] trimestres
 } seguidos por debajo del centro desde { $since }; el azar explica { $limit }.
rule-crossings = La línea cruza su centro solo { $n ->
    [0] 0 veces
    [one] una vez
   *[other] { $n } veces
 }, cuando el azar daría al menos { $limit }: se desvió o dio un salto.
