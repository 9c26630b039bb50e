## Respuestas

answer_refusal =
    Eso no lo puedo responder.
    Puedo ayudar con los cuidados después de las microagujas, los efectos secundarios y cómo es el tratamiento.
    Para lo demás, pregunta a tu clínica.

## Bienvenida, consentimiento e inscripción

welcome =
    <b>Hola. Soy el acompañante de cuidados de { $clinic }.</b>
    Te recuerdo cada cuidado después de las microagujas cuando sirve, y respondo preguntas sobre efectos secundarios.
consent =
    Antes de empezar:
    • Doy información general sobre los cuidados después de las microagujas, preparada con fuentes publicadas para { $clinic }.
    • No soy médico ni enfermera. No puedo examinarte, decirte qué tienes ni cambiar tu tratamiento.
    • Las indicaciones de tu clínica van primero.
    • En una emergencia llama al { $emergency_number }. No esperes respuesta aquí: soy automático y nadie lee este chat.
    • Guardo la fecha de tu tratamiento, tu zona horaria y lo que tocas, para enviarte los recordatorios. Los chats de bots de Telegram no van cifrados de extremo a extremo. Todo se borra { $retention_days } días después de tu plan, o en el momento con /delete.

    ¿Puedo guardar esto y enviarte recordatorios?
consent_not_approved = Un profesional clínico todavía no ha revisado este contenido.
consent_yes = Sí, de acuerdo
consent_no = No
consent_declined =
    Está bien. No he guardado nada.
    Puedes hacerme preguntas igual. Si cambias de idea, envía /start.
ask_adult = ¿Tienes 18 años o más?
answer_yes = Sí
answer_no = No
ask_procedure = ¿Qué te hicieron, o qué te van a hacer?
procedure_plain = Solo microagujas
procedure_more = Algo más
procedure_hint =
    «Solo microagujas» es con lápiz, sello o rodillo, en la clínica.
    Elige «algo más» si hubo radiofrecuencia, PRP, peeling, láser, relleno, cuero cabelludo o si fue en casa.
no_schedule =
    Mis recordatorios son para microagujas solas en adultos, así que no te enviaré un plan que podría no servirte.
    Sigue la hoja de tu clínica. Puedo responder preguntas generales y conozco las señales de alarma.
ask_day = ¿Cuándo es o cuándo fue tu tratamiento? Toca un día o escríbelo, por ejemplo «ayer a las 15» o «20 de noviembre 15:00».
day_today = Hoy
day_yesterday = Ayer
day_other = Otro día
ask_time = ¿A qué hora terminó o va a terminar? Toca la hora o escríbela, por ejemplo «15:30».
day_ambiguous = Eso se puede leer de dos maneras. ¿Qué día es?
time_ambiguous = ¿De la mañana o de la tarde?
day_too_long_ago =
    De eso hace más de 8 semanas, así que este plan de cuidados ya terminó.
    Pregúntame lo que quieras, o dime la fecha de otro tratamiento.
day_too_far_ahead =
    Faltan más de 90 días.
    Vuelve cuando falten 90 días o menos, o dime otra fecha.
day_not_understood = No pude leer una fecha. Toca un día o escríbelo, por ejemplo «ayer a las 15» o «20 de noviembre 15:00».
time_not_understood = No pude leer una hora. Toca una o escríbela, por ejemplo «15:30».
ask_zone = ¿Son las { $time } donde estás?
zone_yes = Sí
zone_no = No, es otra hora
ask_city = ¿Dónde estás? Escribe tu ciudad o comparte tu ubicación. Solo guardo la zona horaria.
share_location = Compartir mi ubicación
city_ambiguous = ¿Cuál?
city_not_found = No conozco esa ciudad. Escribe una más grande que esté cerca, o comparte tu ubicación.
registered = <b>Tu tratamiento: { $treated }</b> (hora de { $zone })
plan_at_glance = Tu plan, de un vistazo:
next_reminder = Lo próximo: { $when }
button_correct_date = Corregir la fecha
button_set_up = Activar mis recordatorios
enrolled_already = Tus recordatorios están activos. Tu tratamiento: { $treated }.
enrolment_goes_on = Sigamos donde lo dejamos.

## Fechas que escriben los pacientes: listas de palabras, con comas

when_at = a las, a la, sobre las, tipo
when_morning = de la mañana, por la mañana, en la mañana
when_afternoon = de la tarde, por la tarde, en la tarde, de la noche, por la noche, en la noche
when_noon = mediodía, al mediodía, a mediodía
when_last = pasado, pasada
when_next = próximo, próxima, que viene
when_filler = el, la, fue, de, del, a

## Fechas y horas
# Los patrones son de Unicode: EEEE día de la semana, d día, MMMM mes, H hora hasta 23, h hora hasta 12, mm minutos,
# a am/pm, 'otras palabras' entre comillas. `date_locale` es el idioma y país de los nombres.

date_locale = es
pattern_weekday = 'el' EEEE
pattern_date = 'el' EEEE d 'de' MMMM
pattern_clock = H:mm
pattern_full_hour = H:mm
pattern_noon = H:mm
pattern_midnight = H:mm
day_today_word = hoy
day_tomorrow_word = mañana
day_yesterday_word = ayer
day_at_clock =
    { $hour ->
        [1] { $day } a la { $clock }
       *[other] { $day } a las { $clock }
    }
from_when = desde { $when }, dentro de { $span }
since_when = desde { $when }
from_hours_after =
    { $count ->
        [one] desde 1 hora después del tratamiento
       *[other] desde las { $count } horas después del tratamiento
    }
from_days_after =
    { $count ->
        [one] desde 1 día después del tratamiento
       *[other] desde los { $count } días después del tratamiento
    }
span_minutes = { $count } min
span_hours = { $count } h
span_days =
    { $count ->
        [one] 1 día
       *[other] { $count } días
    }
span_two_units = { $larger } y { $smaller }
