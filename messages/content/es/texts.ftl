## Respuestas

answer_refusal =
    Eso no lo puedo responder.
    Puedo ayudar con los cuidados después de las microagujas, los efectos secundarios y cómo es el tratamiento.
    Para lo demás, pregunta a tu clínica.
choices_question = ¿A cuál de estos temas te refieres?
choices_safety = Si te cuesta respirar, o se te hinchan los labios o la lengua, llama ya al { $emergency_number }.
part_helps = Qué ayuda
part_normal = Qué esperar
part_call = Cuándo llamar
answer_general_minor = Me dijiste que tienes menos de 18 años. Esto es información general para adultos, así que la hoja de tu clínica va primero.
answer_warned = Me contaste una señal de alarma. Si todavía no llamaste por eso, hazlo primero; en una emergencia, llama al { $emergency_number }.
answer_ahead = Tus fechas y horas llegan después de tu tratamiento. Las indicaciones de tu clínica van primero.
answer_general = Esto es información general. Tu tratamiento fue otro, así que sigue primero la hoja de tu clínica.
answer_clinic_phone = { $clinic }: { $phone }
safety_net_clinic = Si tienes señales como estas, llama o escribe a { $clinic } hoy o mañana.
safety_net_urgent = Si tienes señales como estas, llama hoy mismo a { $clinic }.
safety_net_urgent_closed = Si está cerrada o no contesta, ve a urgencias.
sources_heading = De dónde sale esto
sources_checked = Revisadas el { $day }.
sources_none = No hay fuentes anotadas para este tema.

## Emergencias: la tarjeta y lo que la sigue

emergency_call = Llama ya al { $emergency_number }.
emergency_words = Lo digo porque escribiste «{ $words }».
emergency_words_e10_self_harm = Tomo en serio que escribiste «{ $words }».
while_you_wait = Mientras llega la ayuda: no conduzcas.
while_you_wait_e1 = Mientras llega la ayuda: acuéstate, o siéntate si te cuesta respirar. Si un médico te dio tu propio autoinyector, úsalo. No conduzcas.
while_you_wait_e2 = Mientras llega la ayuda: acuéstate, o siéntate si te cuesta respirar. Si un médico te dio tu propio autoinyector, úsalo. No conduzcas.
while_you_wait_e3 = Mientras llega la ayuda: acuéstate, o siéntate si te cuesta respirar. Si un médico te dio tu propio autoinyector, úsalo. No conduzcas.
while_you_wait_e7 = Mientras llega la ayuda: no te toques los ojos. No conduzcas.
while_you_wait_e9 = Mientras llega la ayuda: presiona fuerte con un paño limpio. No lo levantes a cada rato para mirar.
while_you_wait_e10_model = Mientras llega la ayuda: no te quedes a solas si alguien puede acompañarte. No conduzcas.
while_you_wait_e10_self_harm = Gracias por contármelo. No tienes que pasar por esto a solas: llama ahora y quédate con alguien de confianza hasta que llegue la ayuda.

## Charla: lo que se dice

small_talk_greeting = Hola. Pregúntame lo que quieras sobre tu piel después de las microagujas. Escríbelo con tus palabras.
small_talk_thanks = De nada. Aquí estoy cuando tengas otra pregunta.
small_talk_goodbye = Cuídate. Aquí estoy cuando tengas otra pregunta.
small_talk_about =
    Soy un acompañante automático para los cuidados después de las microagujas. No soy médico ni enfermera. No cuentes con que una persona esté leyendo.
    Pregúntame por tu piel, los efectos secundarios o el tratamiento. En una emergencia llama al { $emergency_number }.
small_talk_human =
    Respondo solo, sin una persona detrás.
    Para hablar con una persona, llama a tu clínica.
small_talk_appointment =
    Las citas son de tu clínica: no puedo verlas, darlas, cambiarlas ni cancelarlas. Llama, o toca «Preguntar a la clínica».
    Si cambió el día de tu tratamiento, dime la fecha nueva con /start.
small_talk_abuse = Siento no haberte ayudado. Tu clínica puede responder lo que yo no puedo.
small_talk_wordless = Solo puedo leer palabras. ¿Qué te gustaría saber?
other_language = Solo puedo leer y escribir en español.

## Charla: lo que escriben los pacientes, listas de frases con comas

phrases_greeting =
    hola, holi, holis, hola de nuevo, ola, buenas, buenos días, buen día, buenas tardes, buenas noches, qué tal, cómo estás,
    cómo está, cómo te va, cómo andas, qué onda, qué hubo, quihubo, saludos, hay alguien ahí, hay alguien, estás ahí,
    alguien ahí, mucho gusto, feliz año, feliz navidad, epa, aló
phrases_thanks =
    gracias, muchas gracias, mil gracias, muchísimas gracias, te lo agradezco, se agradece, agradecida, agradecido, genial,
    perfecto, excelente, súper, listo, vale, ok, okey, oki, entendido, entiendo, ya entendí, de acuerdo, dale, buenísimo,
    qué bueno, me sirve, me sirvió, me ayudó, me ayudó mucho, me ayudaste, me ayudaste mucho, me has ayudado mucho, te agradezco, te agradezco mucho, te lo agradezco mucho, agradezco mucho, infinitas gracias, millón de gracias, un millón de gracias, te pasaste, dios te bendiga, bendiciones, qué amor, sos lo más, eres lo más, eres la mejor, eres un amor, sos un amor, sos la mejor, sos una genia, eres una genia, eres un crack, sos un crack, una capa, eres un genio, sos un genio, muy amable, eres lo máximo, bien, está bien, claro, sale, va
phrases_goodbye = adiós, chao, chau, bye, hasta luego, hasta mañana, hasta pronto, nos vemos, cuídate, me despido, buena noche
phrases_about =
    quién eres, qué eres, quién es, quién habla, qué es esto, eres un bot, eres un robot, eres humano, eres humana, eres real,
    eres una persona, eres una persona real, eres doctor, eres doctora, eres médico, eres enfermera, eres una ia, esto es un bot,
    es un bot, es automático, hablo con una persona, hablo con un robot, qué puedes hacer, qué haces, para qué sirves,
    qué puedo preguntar, qué te puedo preguntar, cómo funciona esto, cómo funcionas, cómo te llamas, quién te hizo, ayuda,
    ayúdame, me ayudas, me puedes ayudar, puedes ayudarme, necesito ayuda, tengo una pregunta, tengo una duda, una pregunta, una duda
phrases_human =
    hablar con una persona, hablar con alguien, hablar con un humano, hablar con una humana, persona real, una persona real,
    humano, humana, operador, operadora, asesor, asesora, agente, recepcionista, hablar con la doctora, hablar con el doctor,
    hablar con mi doctora, hablar con mi doctor, hablar con una enfermera, hablar con la clínica, que me atienda una persona
# Citas. Un mensaje trata de una si tiene un nombre y un verbo, un verbo justo antes de una sesión, o una frase que lo dice
# sola. El signo * al final de una palabra vale por cualquier final. Después de uno de los tiempos, y antes de una palabra que
# dice que ya pasó, la cita solo dice cuándo.
phrases_appointment_nouns = cita, citas, citita, turno, turnos, reserva, hueco, mi hora, una hora para
phrases_appointment_sessions = sesión, sesiones, tratamiento, visita, consulta, control, revisión, microagujas
phrases_appointment_verbs =
    cambiar*, cambio de, cambien, cambias, mover*, muevo, muevan, mueves, cancel*, anul*, aplaz*, adelantar*, adelanto, adelanten,
    pospon*, retrasar*, atrasar*, correrla, correrlo, correrme, correr la cita, correr el turno, pueden correr, podrían correr, corran, reserv*, agend*, confirm*, pedir*, pido, sacar, saco, a qué hora es,
    a qué hora era, a qué hora tengo, a qué hora me toca, cuándo es, cuándo tengo, cuándo me toca, qué día tengo, qué día es, perdí,
    olvid*, llegar tarde, llego tarde, llegaré tarde, no puedo ir, no voy a poder, no podré, no llego, más temprano, más pronto,
    otro día, otra fecha, otra hora
phrases_appointment_alone =
    reagend*, reprogram*, pedir hora, dar hora, darme hora, sacar hora, tomar hora, cambiar la hora, cambiarme la hora,
    cambiar mi hora, una cita para, tienen hueco,
    hay hueco, algún hueco, tienen disponibilidad, hay disponibilidad, hay citas, pedir cita, pedir turno, sacar cita, sacar turno,
    dar cita, darme cita, dame cita, dan cita, dan citas, dar turno, darme turno, coger cita, tomar cita, pasar la cita, pasar mi cita,
    pasar el turno, pasar mi turno, quiero una cita, quisiera una cita, necesito una cita, quiero cita, necesito cita,
    quiero un turno, necesito un turno, lista de espera, no puedo ir el, no puedo ir mañana, no podré ir, no podré asistir,
    no puedo asistir, no voy a poder ir
phrases_appointment_between = mi, mis, la, el, una, un, próxima, próximo, segunda, tercera, primera, primer, esta, este, de, las, los, para, me, otra, otro
phrases_appointment_passive = se, la, lo, puedo, podemos, quiero, necesito, me
phrases_appointment_times = después de, desde, antes de, hasta, tras, durante, entre, luego de, previo a, tuve
phrases_appointment_over = fue
phrases_abuse =
    estúpido, estúpida, idiota, tonto, tonta, imbécil, inútil, basura, porquería, mierda, no sirves, no sirves para nada,
    no sirve, cállate, pendejo, pendeja, cabrón, vete al diablo, vete a la mierda, chinga tu madre, te odio,
    puta, puto, gilipollas, boludo, huevón, malísimo, pérdida de tiempo
phrases_filler =
    muy, mucho, tan, todo, todos, todas, otra vez, de nuevo, doctor, doctora, doc, bot, robot, chat, tú, usted, eres, es, este,
    esto, esta, un, una, el, la, los, por, por favor, porfa, para, con, de, y, ay, oh, ah, pues, bueno, mi, amigo, amiga, a, hoy,
    tu ayuda, su ayuda, por tu ayuda, por su ayuda, por toda tu ayuda, por toda la ayuda, por la ayuda, por ayudarme, por ayudar,
    por responder, por responderme, por contestar, por contestarme, por la respuesta, por tu respuesta, por avisar, por avisarme,
    por preguntar, por la info, por la información, por los consejos, por el consejo, por tus consejos, por el recordatorio,
    por los recordatorios, por recordarme, por tu tiempo, por su tiempo, por tu paciencia, por la paciencia, por estar,
    por estar ahí, por estar pendiente, por acompañarme, por cuidarme, por explicarme, por la explicación, por todo, genia, genio,
    divina, divino, ídola, ídolo, hermosa, chicas, chicos, equipo, de corazón,
    puedo, quiero, quisiera, necesito, ya, me, te, le, jaja, jajaja, cosa, respuesta, la respuesta, tu, su, ayuda, la ayuda,
    entonces, no, sí, linda, guapa, guapo, bonita, preciosa, cariño, cielo, reina, maja, amor, señorita, señor, mañana, esta noche
phrases_before_a_name =
    me llamo, mi nombre es, nombre es, soy, se llama, sr, sra, srta, señor, señora, dr, dra, doctor, doctora, enfermera,
    enfermero, hermana, hermano, esposo, esposa, marido, amiga, amigo, hija, hijo, con, saludos
phrases_follow_up =
    y, y qué, y si, y qué pasa con, pero, entonces, también, todavía, por qué, por qué no, cuánto tiempo, por cuánto tiempo,
    cada cuánto, cuánto, cuánta, cómo, cuándo, hasta cuándo, desde cuándo, es normal, eso es normal, y luego, qué más, algo más, cuéntame más, más,
    dura, debe durar, cada vez, al día, por día, como cuánto, rato, cómo se hace, cómo lo hago, está bien eso, eso está bien, esto está bien, está bien si, eso es malo, es malo,
    cuándo llamo, debo llamar, tengo que llamar, debo preocuparme, qué hago, qué puedo hacer, qué debo hacer, qué ayuda,
    duele, debo, y si no, y si sí, si no, lo hago
phrases_ahead =
    antes de mi sesión, antes de mi próxima sesión, antes de mi segunda sesión, antes de mi primera sesión,
    antes de la sesión, antes de la próxima sesión, antes de la siguiente sesión, antes de la segunda sesión,
    antes de mi tratamiento, antes del tratamiento, antes de tratarme, antes de hacérmelo, antes de mi cita, antes de la cita,
    antes de las microagujas, antes de la próxima, antes de la siguiente, hasta la próxima sesión, hasta mi próxima sesión,
    sesión es mañana, cita es mañana, tratamiento es mañana, la próxima es mañana, la segunda es mañana, mañana tengo sesión,
    mañana tengo la sesión, mañana tengo la segunda, mañana tengo la próxima, mañana tengo cita, mañana tengo microagujas,
    mañana me toca, tengo sesión mañana, tengo la sesión mañana, tengo la segunda sesión mañana, tengo cita mañana,
    mi próxima sesión es, mi segunda sesión es, la próxima sesión es, la segunda sesión es, la semana que viene tengo sesión
phrases_other_language =
    ich, nicht, und, mein, meine, kann, wie, habe, nach, darf, ist, je, est, les, des, une, mon, ma, puis, pas, avec,
    não, eu, meu, minha, posso, você, uma, sono, che, mia, della, dopo, ik, niet, mijn, het, een, czy, jak, jest

## Bienvenida, consentimiento e inscripción

welcome =
    <b>Hola. Soy el acompañante de cuidados de { $clinic }.</b>
    Te recuerdo cada cuidado después de las microagujas cuando sirve, y respondo preguntas sobre efectos secundarios.
consent =
    Antes de empezar:
    • Doy información general sobre los cuidados tras las microagujas, de fuentes publicadas, para { $clinic }.
    • No soy médico ni enfermera. No puedo examinarte, decirte qué tienes ni cambiar tu tratamiento.
    • Las indicaciones de tu clínica van primero.
    • En una emergencia llama al { $emergency_number }. No esperes respuesta aquí: soy automático y quizá nadie lea.
    • Si escribes sobre una señal de alarma, puedo avisar también al equipo de { $clinic }: tu nombre, tu día de recuperación y lo que escribiste. Pueden verlo tarde: llama igual.
    • Guardo la fecha de tu tratamiento, tu zona horaria y lo que tocas, para enviarte los recordatorios; y lo que envías al equipo. Los chats de bots de Telegram no van cifrados de extremo a extremo. Todo se borra { $retention_days } días después de tu plan, o en el momento con /delete.

    ¿Puedo guardar esto y enviarte recordatorios?
consent_not_approved = Un profesional clínico todavía no ha revisado este contenido.
consent_yes = Sí, de acuerdo
consent_no = No, no estoy de acuerdo
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
date_noted = Anotado: { $when }.
consent_not_understood = No pude leer un sí o un no. ¿Estás de acuerdo con lo que dice arriba?
adult_not_understood = No pude leer un sí o un no. ¿Tienes 18 años o más?
procedure_not_understood = No lo entendí. ¿Fueron solo microagujas o algo más? Toca una respuesta.
zone_not_understood = No pude leer un sí o un no. Toca una respuesta o escribe tu ciudad.
invited_not_understood = No lo entendí. Toca uno de los botones, por favor.
time_not_understood = No pude leer una hora. Toca una o escríbela, por ejemplo «15:30».
ask_zone =
    { $hour ->
        [1] ¿Es la { $time } donde estás?
       *[other] ¿Son las { $time } donde estás?
    }
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
correct_far = Tengo anotado tu tratamiento { $known }, y { $new } queda lejos. ¿La fecha estaba mal, o es un tratamiento nuevo?
button_date_wrong = La fecha estaba mal
button_set_up = Activar mis recordatorios
enrolled_already = Tus recordatorios están activos. Tu tratamiento: { $treated }.
treatment_coming = Tu próximo tratamiento: { $treated }.
enrolment_goes_on = Sigamos donde lo dejamos.
your_clinic = tu clínica
language_name = Español
consent_again = ¿Estás de acuerdo con lo que dice arriba?
# Lo que se escribe en vez de tocar un botón: listas de palabras, con comas. `typed_beside` acompaña una respuesta y no lo es.
typed_yes = sí, sí por favor, sí de acuerdo, de acuerdo, estoy de acuerdo, claro, claro que sí, por supuesto, acepto, así es, correcto
typed_no = no, no gracias, claro que no, para nada, no lo soy
typed_beside = vale, ok, okay, bueno, bien, está bien, pues, por favor, gracias, hola, dale, venga, lo soy, soy, tengo, los tengo
typed_age = tengo, años, año, edad, mi edad es, cumplí, ya, solo
typed_plain =
    microagujas, micro agujas, agujas, microneedling, microneedling con dermapen, inducción de colágeno, dermapen, dermapén, skinpen, boli,
    lápiz, pluma, rodillo, dermaroller, roller, sello, micropunción, micropunciones
typed_more =
    algo más, otra cosa, rf, radiofrecuencia, radio frecuencia, morpheus8, morpheus, prp, plasma, plaquetas, plasma rico en plaquetas, exosomas,
    peeling, láser, relleno, rellenos, botox, bótox, mesoterapia, cuero cabelludo, pelo, cabello, en casa, casa, yo misma, yo mismo
typed_procedure =
    solo, solamente, nada más, normal, fue, fueron, era, es, con, un, una, el, la, los, las, me hicieron, me hice, me pusieron, hicieron,
    usaron, y, de, en, en la clínica, clínica, tratamiento, sesión, facial, cara, rostro, cuello
typed_set_up = quiero recordatorios, quiero mis recordatorios, configurar recordatorios, prepara mis recordatorios, recuérdame
typed_privacy =
    qué guardas, qué guardáis, qué guardas de mí, qué guardáis de mí, qué guardan de mí, qué guarda de mí, qué sabes de mí,
    qué sabéis de mí, qué saben de mí, qué datos guardas, qué datos guardáis, qué datos guardan, qué datos tienes,
    qué datos tenéis, qué datos tienen, qué datos tienes de mí, qué datos tenéis de mí, qué datos tienen de mí,
    qué datos guardas de mí, qué datos guardáis de mí, qué datos guardan de mí, mis datos, privacidad, esto es privado
typed_asked_beside =
    por favor, porfa, porfis, plis, gracias, muchas gracias, hola, ya, perdón, perdona, disculpa, ok, vale, puedes, podrías, me puedes,
    quiero que, quisiera que, bueno, ay, oye, che, y, creo que, pero
typed_stop =
    stop, para, para ya, basta, basta ya, basta de mensajes, deja de escribirme, deja de escribir, deja de mandarme mensajes,
    deja de mandar mensajes, deja de enviarme mensajes, deja de enviar mensajes, deja de mandarme esto, deja de molestar,
    deja de molestarme, dejá de escribirme, dejá de mandarme mensajes, me dejas de escribir, me dejás de escribir,
    me dejas de mandar mensajes, me dejas de enviar mensajes, me dejas de molestar, puedes dejar de escribirme,
    podrías dejar de escribirme, puedes dejar de mandarme mensajes, podrías dejar de mandarme mensajes,
    dejen de escribirme, dejen de escribir, dejen de mandarme mensajes, dejen de mandar mensajes, dejen de enviarme mensajes,
    no me escribas, no me escribas más, no me escriban, no me escriban más, no escribas más, no me mandes más,
    no me mandes más mensajes, no me mandes mensajes, no me manden mensajes, no me manden más mensajes, no mandes más mensajes,
    no me envíes más mensajes, no me envíes mensajes, no me envíen más mensajes, no me molestes, no me molestes más,
    no quiero mensajes, no quiero más mensajes, no quiero tus mensajes, no quiero estos mensajes, no quiero recibir mensajes,
    no quiero recibir más mensajes, no quiero recordatorios, no quiero más recordatorios, no quiero recibir recordatorios,
    no quiero recibir más recordatorios, no quiero que me escribas, no quiero que me escribas más, no quiero que me escriban,
    ya no quiero mensajes, ya no quiero más mensajes, ya no quiero tus mensajes, ya no quiero estos mensajes,
    ya no quiero recibir mensajes, ya no quiero recordatorios, ya no quiero recibir recordatorios, ya no me escribas,
    ya no me mandes mensajes, ya no me escriban, no más mensajes, no más recordatorios, demasiados mensajes,
    son demasiados mensajes, mandas demasiados mensajes, me mandas demasiados mensajes, muchos mensajes,
    cómo paro los mensajes, cómo paro los recordatorios, cómo detengo los mensajes, cómo detengo los recordatorios,
    cómo dejo de recibir mensajes, cómo dejo de recibir recordatorios, cómo cancelo los recordatorios,
    cómo apago los recordatorios, cómo desactivo los recordatorios, cómo quito los recordatorios, quita los recordatorios,
    desactiva los recordatorios, apaga los recordatorios, cancela los recordatorios, cancelar recordatorios,
    quiero darme de baja, darme de baja, dame de baja, cancelar suscripción, déjame en paz, dejame tranquila, menos mensajes,
    quiero menos mensajes
typed_correct =
    la fecha está mal, la fecha estaba mal, la fecha es incorrecta, la fecha no es correcta, la fecha no es esa, esa no es la fecha,
    la fecha está equivocada, está mal la fecha, estaba mal la fecha, fecha equivocada, fecha incorrecta, no es esa la fecha,
    el día está mal, está mal el día, el día no es ese, la hora está mal, está mal la hora, la hora no es esa, la hora es incorrecta,
    me equivoqué de fecha, me equivoqué de día, me equivoqué de hora, me equivoqué con la fecha, me equivoqué con el día,
    me equivoqué con la hora, me equivoqué en la fecha, me equivoqué en el día, me equivoqué en la hora,
    me confundí de fecha, me confundí de día, me confundí de hora, me confundí con la fecha, me confundí con el día,
    puse mal la fecha, puse mal el día, puse mal la hora, puse la fecha mal, puse otra fecha, puse una fecha equivocada,
    puse la fecha equivocada, puse la hora equivocada, te dije mal la fecha, te dije mal el día, te dije mal la hora,
    te di mal la fecha, di mal la fecha, dije mal la fecha, escribí mal la fecha, anoté mal la fecha, tienes mal la fecha,
    tienes mal el día, tienes mal la hora, la fecha de mi tratamiento está mal, la fecha del tratamiento está mal,
    está mal la fecha de mi tratamiento, está mal la fecha del tratamiento,
    quiero cambiar la fecha, quiero corregir la fecha, necesito cambiar la fecha, necesito corregir la fecha, cambiar la fecha,
    corregir la fecha, corrige la fecha, cambia la fecha, cambiar la fecha de mi tratamiento, cambiar la fecha del tratamiento,
    corregir la fecha de mi tratamiento, corregir la fecha del tratamiento, quiero cambiar la fecha de mi tratamiento,
    quiero cambiar la fecha del tratamiento, quiero corregir la fecha de mi tratamiento, quiero corregir la fecha del tratamiento,
    cómo cambio la fecha, cómo corrijo la fecha, cómo puedo cambiar la fecha, cómo puedo corregir la fecha,
    cómo hago para cambiar la fecha, cómo hago para corregir la fecha, cómo cambio la fecha de mi tratamiento,
    cómo cambio la fecha del tratamiento, cómo corrijo la fecha de mi tratamiento, cómo corrijo la fecha del tratamiento,
    cómo puedo cambiar la fecha de mi tratamiento, cómo puedo cambiar la fecha del tratamiento,
    cómo hago para cambiar la fecha de mi tratamiento, cómo hago para cambiar la fecha del tratamiento
typed_it_was =
    fue, en realidad fue, en verdad fue, realmente fue, fue en realidad, mi tratamiento fue, el tratamiento fue, mi sesión fue,
    la sesión fue, me lo hice, me lo hicieron, en realidad me lo hice, en realidad me lo hicieron, me hice el tratamiento,
    me hicieron el tratamiento, era
typed_day =
    hoy, ayer, anteayer, antier, antes de ayer, anoche, lunes, martes, miércoles, jueves, viernes, sábado, domingo, hace días,
    días, hace una semana, hace un día, semanas, enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre,
    noviembre, diciembre, am, pm
typed_date_beside =
    el, la, las, a, a la, a las, de, del, no, y no, en vez de, en vez del, en lugar de, en lugar del, en realidad, pasado, hace, mañana,
    la mañana, de la mañana, por la mañana, a la mañana, tarde, la tarde, de la tarde, por la tarde, noche, de la noche, mediodía,
    una, dos, tres, cuatro, cinco, seis, siete, perdón, sino, este, en
typed_question =
    qué puedo, qué hago, qué debo, qué pasa, qué es, qué me, qué tal si, qué significa, por qué, cómo puedo, cómo hago, cómo debo,
    cómo se, cómo me, cuánto, cuánta, cuál, cuáles, cuándo puedo, cuándo debo, cuándo se, cuándo podré, dónde puedo, quién,
    puedo, podría, debo, tengo que, es normal, hay que, se puede, me puedo, me recomiendas, me puedes, puedes
typed_place = en, vivo en, estoy en, vivimos en, estoy ahora en, ahora estoy en, soy de, de, desde, cerca de, aquí en
button_wrong_tap = Me equivoqué de botón
button_keep = Dejarlo como está
kept_as_it_is = Está bien. No ha cambiado nada.
button_new_treatment = Otro tratamiento
new_treatment_not_covered =
    Mis recordatorios son para microagujas solas, así que no agrego un plan para este tratamiento. Sigue la hoja de tu clínica.
    Los recordatorios de tu tratamiento anterior siguen. /pause los detiene.
day_out_of_reach = Puedo tomar un día desde hace 8 semanas hasta dentro de 90 días.
zone_set = Gracias. Uso la hora de { $zone }.
zone_changed = Desde ahora uso la hora de { $zone }, también en tus recordatorios.
location_not_needed = Ahora no necesito tu ubicación y no la he guardado.

## Hoy y el plan

today_before = Tu tratamiento es { $when }.
today_day =
    { $day ->
        [0] Es el día de tu tratamiento ({ $when }).
       *[other] Es el día { $day } después de tu tratamiento ({ $when }).
    }
today_open = Pendiente:
button_done_of = Hecho: { $what }
nothing_next = No hay más recordatorios.
today_paused = Tus recordatorios están en pausa. Con /resume siguen.
no_plan_general = No tengo un plan para ti, porque mis recordatorios son para microagujas solas en adultos. Sigue la hoja de tu clínica. Puedes preguntarme lo que quieras.
not_enrolled = Todavía no tienes un plan. ¿Activo tus recordatorios?

## Botones de los recordatorios

button_done = Hecho
button_later = Más tarde
button_skip = Omitir
button_why = ¿Por qué?
button_back = Volver
snooze_half_hour = En 30 min
snooze_evening = Esta noche
snooze_morning = Por la mañana
snooze_too_late = Más tarde ya no serviría. Puedes hacerlo ahora u omitirlo.
reminder_done =
    { $hour ->
        [1] ✓ Hecho a la { $time }
       *[other] ✓ Hecho a las { $time }
    }
reminder_skipped =
    { $hour ->
        [1] Omitido a la { $time }
       *[other] Omitido a las { $time }
    }
reminder_done_on = ✓ Hecho, anotado { $when }
reminder_skipped_on = Omitido, anotado { $when }
reminder_put_off = Más tarde: { $when }
check_in_said = Dijiste: { $answer }
button_too_old = Este botón es de antes. Usa el último mensaje.
already_done = Eso ya está anotado.
noted_late = Anotado. Ese recordatorio era para antes.
why_which = ¿Sobre qué quieres saber más?

## Preguntas y la clínica

button_ask_clinic = Preguntar a la clínica
button_sources = Fuentes
clinic_phone = <b>{ $clinic }</b>: { $phone }
clinic_hours = Horario de atención: { $hours }
clinic_and_phone = { $clinic } ({ $phone })
clinic_no_phone = Contacta directamente a { $clinic }.
clinic_not_passed_on = No puedo pasar mensajes, así que no se ha enviado nada. En una emergencia llama al { $emergency_number }.

## Ajustes

language_question = ¿Qué idioma prefieres?
language_set = Desde ahora te escribo en español.
paused = Tus recordatorios están en pausa. Puedes preguntarme igual. Con /resume siguen.
paused_already = Tus recordatorios ya están en pausa. Con /resume siguen.
button_fewer = Menos mensajes
stop_messages =
    Tú eliges qué te envío:
    • /pause detiene todos los recordatorios. /resume los activa de nuevo.
    • En /settings puedes pedir menos mensajes, o ninguno de un tipo.
    • Sin tu consentimiento no tengo un plan ni envío recordatorios. Borrar todo quita también lo que guardo de ti: mira /privacy.
stop_messages_no_plan =
    No tengo un plan para ti, así que no envío recordatorios.
    /privacy dice lo que guardo de ti, y /delete lo borra.
correct_known = Tengo anotado tu tratamiento { $treated }. Nada cambia hasta que me digas otra fecha.
resumed = Tus recordatorios siguen.
resumed_already = Tus recordatorios están activos.

## Menú de ajustes

settings_before = Mientras no tengas un plan, solo hay un ajuste: el idioma.
settings_heading = Tus ajustes
settings_language = Idioma: { $spoken }
settings_zone = Zona horaria: { $zone }
settings_hours = Horario para escribirte: de { $wake } a { $sleep }
settings_level = Recordatorios: { $level }
settings_muted = En silencio: { $what }
settings_phone = Tu número para la clínica: { $phone }
settings_changed = Listo. Desde ahora tus recordatorios siguen esto.
button_setting_language = Idioma
button_setting_zone = Zona horaria
button_setting_hours = Horario
button_setting_level = Cuántos
button_setting_mute = Silenciar un paso
button_setting_phone = Teléfono
ask_new_city = ¿Dónde estás ahora? Escribe tu ciudad o comparte tu ubicación. Solo guardo la zona horaria.
share_location_hint = Toca el botón de abajo para compartirla. Solo guardo la zona horaria.
ask_wake = ¿A qué hora te levantas? Toca una hora. Antes no envío nada.
ask_sleep = Hora de levantarte: { $wake }. ¿Y a qué hora te duermes? Toca una hora.
button_other_times = Otras horas
ask_level = Ahora recibes: { $level }. ¿Cuántos recordatorios quieres?
level_all = todos
level_important = solo los importantes
level_few = solo «ya puedes» y preguntas por tu piel
ask_mute = Toca lo que ya no debo recordarte. Tócalo otra vez para recuperarlo.
muted_step = { $what } (en silencio)
ask_phone = Si quieres, { $clinic } puede llamarte. Toca el botón de abajo para compartir tu número. No lo uso para nada más, y puedes retirarlo en /settings.
button_phone_share = Compartir mi número
button_phone_remove = Retirar mi número
phone_kept = Gracias. Guardo tu número para { $clinic }. Puedes retirarlo en /settings.
phone_not_own = Solo puedo guardar tu propio número, así que este no lo he guardado.

## Diario de fotos

diary_offer = ¿La guardo en tu diario? El diario es solo para ti: no lo miro ni lo paso a nadie. Solo guardo dónde tiene Telegram la foto, y su día.
diary_keep = Sí, guardarla
diary_no = No, no guardarla
diary_kept = Está en tu diario: { $day }. Con /diary puedes verla o borrarla.
diary_kept_already = Ya está en tu diario.
diary_not_kept = Está bien. No la he guardado.
diary_full = En tu diario ya no cabe, así que no la he guardado. Con /diary puedes borrar fotos.
diary_send_again = Ya no tengo esta foto a mano. Envíala de nuevo, por favor.
diary_empty = Tu diario está vacío. Envíame una foto y te pregunto si quieres guardarla.
diary_nothing = Tu diario está vacío.
diary_to_team = Mientras tu conversación con { $clinic } está abierta, las fotos van al equipo. Para guardar una solo para ti, termina antes la conversación.
diary_offer_too = Esta foto va al equipo de { $clinic }. ¿La guardo también en tu diario? Solo guardo dónde la tiene Telegram, y su día.
diary_heading =
    { $count ->
        [one] <b>Tu diario: 1 foto</b>
       *[other] <b>Tu diario: { $count } fotos</b>
    }
    Toca un día para verlo.
diary_day =
    { $count ->
        [one] { $day }: 1 foto
       *[other] { $day }: { $count } fotos
    }
diary_photo = { $day }, { $date }
diary_before = Antes de tu tratamiento, { $date }
diary_gone = Telegram ya no tiene esta foto, así que no puedo mostrarla: { $day }.
diary_drop = Borrar esta foto
diary_dropped = Borrada de tu diario. En este chat se queda hasta que la borres aquí.
diary_all = Borrar todas las fotos
diary_all_question = ¿Borro todas las fotos de tu diario?
diary_all_yes = Sí, borrarlas
diary_all_no = No, guardarlas
diary_dropped_all =
    { $count ->
        [one] Borré de tu diario 1 foto.
       *[other] Borré de tu diario { $count } fotos.
    }
    En este chat se quedan hasta que las borres aquí.

## Tus datos

privacy =
    <b>Qué guardo y para qué</b>
    • Tu número de chat, tratamiento, zona horaria, idioma y ajustes: para los recordatorios.
    • Tu teléfono, solo si lo compartes: para que la clínica te llame.
    • Lo que te envié, lo que tocaste y qué te sirvió: para saber qué está pendiente y como registro.
    • Tus mensajes, solo hasta responderlos; después, el tema y si era urgente. Nunca tu ubicación ni tus fotos: el diario guarda dónde las tiene Telegram.
    • Lo que llegó a la clínica: tu nombre y señales de alarma, con tus palabras; preguntas y respuestas, sin nombres ni números largos.

    <b>Quién lo ve</b>
    { $clinic }, que me usa, y Telegram, que lleva el chat: no va cifrado de extremo a extremo.

    <b>Cuánto tiempo</b>
    Se borra { $retention_days } días después de tu plan; te aviso una semana antes. /delete lo borra ya. El equipo puede conservar sus respuestas.
erase_question =
    ¿Borro todo lo que guardo sobre ti?
    Tus recordatorios terminan. Este chat queda en tu teléfono hasta que lo borres ahí.
    Lo que ya llegó al equipo de tu clínica queda en su propio chat.
erase_question_again = Esto no se puede deshacer. ¿De verdad borro todo ahora?
erase_yes = Sí, borrar
erase_really = Borrar ahora
erase_no = No, guardarlo
erase_kept = Está bien. No he borrado nada.
erased =
    { $count ->
        [one] Listo. Borré todo lo que guardaba sobre ti: 1 registro.
       *[other] Listo. Borré todo lo que guardaba sobre ti: { $count } registros.
    }
    Puedes empezar de nuevo cuando quieras con /start.
nothing_kept = No guardo nada sobre ti.

## Copia de tus datos

button_export = Enviarme una copia
button_withdraw = Retirar mi consentimiento
button_erase = Borrar todo
privacy_agreed = Diste tu acuerdo { $day } (versión { $version }).
withdraw_question =
    ¿Dejo de escribirte? Entonces no te envío más recordatorios ni uso lo que sé de ti.
    Lo que he guardado se queda hasta que lo borres con /delete, o hasta que termine su tiempo.
withdraw_yes = Sí, retirar mi consentimiento
withdraw_no = No, seguir
withdrawn =
    Has retirado tu consentimiento y no te envío más recordatorios.
    Lo que he guardado se queda hasta { $retention_days } días después de tu plan, o hasta que lo borres con /delete. Si cambias de idea, envía /start.
consent_changed = Ha cambiado lo que te pido aceptar. Tus recordatorios siguen mientras tanto. Léelo de nuevo, por favor:
erasure_announced = Borro { $day } todo lo que guardo sobre ti, como te dije al principio. No tienes que hacer nada. Si antes quieres una copia, envía /export. Si tienes un nuevo tratamiento, envía /start.
export_page = Todo lo que guardo sobre ti, para leer.
export_data = Lo mismo como datos, con cada registro tal como está guardado.
export_title = Todo lo que Afterglow guarda sobre ti
export_made = Al { $when }, hora de { $zone }. El segundo archivo trae lo mismo como datos.
export_patient = Tú
export_since = Primer mensaje
export_language = Idioma
export_zone = Zona horaria
export_hours = Horario
export_level = Recordatorios
export_procedure = Tratamiento
export_muted = En silencio
export_phone = Número para la clínica
export_consent = Tu consentimiento
export_agreed = Aceptaste la versión { $version }
export_ended = La versión { $version } ya no vale: la retiraste o aceptaste una más nueva
export_treatment = Tus tratamientos
export_registered = Registrado el { $when }
export_corrected = Registrado el { $when } y corregido después
export_outgoing = Lo que te envié
export_reminder_step = Lo que tocaste
export_tap_done = hecho
export_tap_skipped = omitido
export_tap_snoozed = más tarde
export_tap_better = mejor
export_tap_same = igual
export_tap_worse = peor
export_tap_worried = algo me preocupa
export_tap_again = pregúntame de nuevo
export_question = Sobre qué preguntaste
export_no_topic = algo que no pude responder
export_urgency_none = sin señal de alarma
export_urgency_clinic = contactar a la clínica
export_urgency_urgent = llamar hoy
export_urgency_emergency = llamar ahora
export_diary_photo = Tu diario de fotos
export_photo = una foto, que solo tiene Telegram
export_kept_question = Lo que enviaste al equipo de la clínica
export_reply = Respuesta: { $reply }
export_feedback = Qué respuestas te sirvieron
export_helped = { $topic }: te sirvió
export_not_really = { $topic }: no mucho
export_record_reading = Quién leyó en la clínica tu historial de cuidados
export_read_by = { $name }, número de Telegram { $id }
export_read_at_server = Alguien en el servidor de la clínica
export_other = Otros registros

## Modales y ayuda

help =
    <b>Te ayudo con los cuidados después de las microagujas.</b>
    Envío cada recordatorio cuando sirve. Escribe para preguntarme algo, por ejemplo «¿Cuándo puedo maquillarme?»

    /today – lo que sigue y lo que está pendiente
    /plan – tu plan completo
    /progress – dónde estás, en una imagen
    /clinic – preguntar a la clínica, o ver su número
    /calendar – tu plan para tu calendario
    /diary – tus fotos, solo para ti
    /settings – zona horaria, horario, cuántos recordatorios
    /language – español u otro idioma
    /pause y /resume – detener y seguir con los recordatorios
    /privacy, /export, /delete – qué guardo, una copia, borrarlo
    /start – empezar, o corregir la fecha

    Soy automático: no cuentes con que una persona esté leyendo. En una emergencia llama al { $emergency_number }.
unknown_command = No conozco ese comando. /help muestra lo que puedo hacer. También puedes preguntarme.
media_photo = No puedo ver fotos y no la he guardado. Si tu piel te preocupa, llama a { $clinic }. También puedes contármelo con palabras.
media_voice = No puedo escuchar mensajes de voz. Escríbemelo, por favor.
media_video = No puedo ver videos y no lo he guardado. Si tu piel te preocupa, llama a { $clinic }. También puedes contármelo con palabras.
media_sticker = Qué amable. Si tienes una pregunta sobre el cuidado de tu piel, escríbemela.
media_document = No puedo leer archivos y no lo he guardado. Escríbeme lo que quieres saber.
media_contact = No necesito datos de contacto y no los he guardado. Escríbeme lo que quieres saber.
media_other = Solo puedo leer texto. Escríbeme lo que quieres saber.
group_not_here = Solo funciono en chats privados, para que nadie más lea sobre tus cuidados. Escríbeme directamente.

## Cuando algo falla

sorry_failed =
    Lo siento, algo falló aquí y no pude atender tu último mensaje. Envíalo de nuevo, por favor.
    Si es urgente, llama a tu clínica.
slow_down = Escribes más rápido de lo que puedo responder. Responderé a cada mensaje, uno por uno.

## Comandos

bot_description =
    Cuidados después del microneedling, de { $clinic }: un recordatorio cuando cada paso ayuda, respuestas sobre los efectos secundarios y el camino al equipo.
    Soy un programa. No hago diagnósticos, y las indicaciones de tu clínica van primero.
    En una emergencia, llama a tu número de emergencias. No esperes una respuesta aquí.
command_start = Empezar, o corregir la fecha
command_today = Lo que sigue y lo pendiente
command_plan = Tu plan completo
command_progress = Dónde estás, en una imagen
command_clinic = Preguntar a la clínica, o ver su número
command_calendar = Tu plan para tu calendario
command_pause = Detener los recordatorios
command_resume = Seguir con los recordatorios
command_diary = Tus fotos, solo para ti
command_settings = Idioma, zona horaria, cuántos recordatorios
command_language = Cambiar el idioma
command_privacy = Qué se guarda y para qué
command_export = Una copia de todo lo guardado
command_delete = Borrar tus datos
command_help = Lo que puedo hacer
command_team_invite = Un enlace para un paciente nuevo
command_team_unanswered = Lo que más les preguntaron
command_team_patient = El historial de cuidados de un paciente
command_team_help = Lo que hago en este grupo

## Fechas que escriben los pacientes: listas de palabras, con comas

when_at = a las, a la, sobre las, sobre la, tipo, como a las, como a la, a eso de las, a eso de la, hacia las, las
when_morning =
    de la mañana, por la mañana, en la mañana, esta mañana, temprano, tempranito, por la mañana temprano, en la mañana temprano,
    temprano por la mañana, temprano en la mañana, de la madrugada, de madrugada, en la madrugada, esta mañana temprano
when_afternoon =
    de la tarde, por la tarde, en la tarde, de la noche, por la noche, en la noche, esta tarde, esta noche, tarde, tardecita,
    en la tardecita, temprano en la tarde, temprano por la tarde, a última hora, a última hora de la tarde
when_noon = mediodía, al mediodía, a mediodía, medio día, al medio día, a medio día
when_last = pasado, pasada
when_next = próximo, próxima, que viene
when_filler =
    el, la, fue, es, era, será, de, del, a, como, creo, creo que, creo que fue, me parece, no sé, no estoy segura, no estoy seguro, más o menos,
    aproximadamente, perdón, quiero decir, digo, no espera, en punto, día
# Antes de una coma: «no, ayer». En otro lugar niega: «hoy no».
when_correction = no
when_today = esta mañana, esta tarde, esta noche
when_last_night = anoche, ayer por la noche, ayer en la noche
when_day_before_yesterday = anteayer, antier, antes de ayer, antes de anoche
when_day_after_tomorrow = pasado mañana
# Lo que significa una frase, después del signo =. El signo # es un número: «2 horas y media» son 2 horas 30 minutos.
when_spelled =
    media hora = 30 minutos, un cuarto de hora = 15 minutos, tres cuartos de hora = 45 minutos, hora y media = 90 minutos,
    una hora y media = 90 minutos, un par de horas = 2 horas, # horas y media = # horas 30 minutos, # y # = #:#, un minuto = 1 minuto,
    ahora mismo = hace 1 minuto, ahora = hace 1 minuto, ahorita = hace 1 minuto, recién = hace 1 minuto,
    hace un momento = hace 1 minuto, hace nada = hace 1 minuto, a primera hora = temprano
# En orden, de uno a treinta y uno; otras palabras para el mismo número después del signo /.
when_numbers =
    una/uno/primero, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, trece, catorce, quince, dieciséis,
    diecisiete, dieciocho, diecinueve, veinte, veintiuno/veintiuna, veintidós, veintitrés, veinticuatro, veinticinco,
    veintiséis, veintisiete, veintiocho, veintinueve, treinta, treinta y uno
# El signo # está en lugar de la hora: «7 y media» son las 7:30, «7 menos cuarto» son las 6:45.
when_half = # y media
when_quarter_past = # y cuarto
when_quarter_to = # menos cuarto, cuarto para las #, un cuarto para las #

## Fechas y horas
# Los patrones son de Unicode: EEEE día de la semana, d día, MMMM mes, H hora hasta 23, h hora hasta 12, mm minutos,
# a am/pm, 'otras palabras' entre comillas. `date_locale` es el idioma y país de los nombres.

date_locale = es
pattern_weekday = 'el' EEEE
pattern_date = 'el' EEEE d 'de' MMMM
pattern_short_date = EEE d MMM
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

## Recordatorios
# `step_<id>` dice un cuidado entero, `step_<id>_short` lo nombra en una lista, por ejemplo tras «Hecho:».
# Entero, `{ $until }` es cuándo deja de contar, `{ $treatment_day }` el día del tratamiento,
# y el id de cualquier cuidado, como `{ $sunscreen }`, cuándo empieza ese cuidado.

opening_start = <b>Lo que cuenta ahora</b>
opening_ahead = <b>Antes de tu tratamiento</b>
opening_catch_up = <b>Algunos recordatorios llegan tarde. Esto todavía cuenta:</b>
opening_snoozed = <b>Como pediste, otra vez:</b>
opening_morning = Buenos días.
opening_afternoon = Buenas tardes.
opening_evening = Buenas noches.
list_avoid = <b>Por ahora, evita:</b>
list_allowed = <b>Ya puedes volver a:</b>
list_allowed_if = <b>Si tu clínica dice que sí, puedes volver a:</b>
# después de "peor" o de una señal de alarma, antes de lo que ya sería habitual
worse_first = <b>Me dijiste que algo no va bien o ha empeorado. Pregunta primero a tu clínica, antes de guiarte por esto:</b>
# se dice cuando el equipo reanuda los mensajes que esperaban por un «peor» o una señal de alarma
sessions_go_on = El equipo de { $clinic } dice que pueden seguir los mensajes sobre tu próximo tratamiento. Si algo vuelve a empeorar, llama a { $clinic } el mismo día.
start_avoid = Por ahora: sin maquillaje, deporte, calor ni alcohol, y sin tocarte la piel.
clinic_first = Las indicaciones de tu clínica van primero.

step_coldsore_prevention = ¿Te salen fuegos o herpes en los labios? Pregunta ya a tu clínica si hay algo para prevenirlos. Muchas veces se empieza el día del tratamiento.
step_coldsore_prevention_short = fuegos o herpes: pregunta a tu clínica
step_prep_next = Tu tratamiento es { $treatment_day }. Hasta entonces: ni sol, ni camas de bronceado, ni autobronceador. Pregunta a tu clínica cuándo dejar el retinol y los ácidos, y dile si tomas algo nuevo.
step_prep_next_short = prepara tu piel
step_arrive_early = Tu tratamiento es { $treatment_day }. Llega de 15 a 30 minutos antes y sin maquillaje.
step_arrive_early_short = llega un poco antes
step_ice_packs = Frío, cuando ya sientas la piel: envuelto en un paño limpio, 10 minutos como mucho, y luego al menos una hora sin él. Si tu clínica dijo que no, no lo uses.
step_ice_packs_short = frío (10 minutos como mucho)
step_cleanser = Lávate con cuidado: limpiador suave, agua tibia y los dedos limpios. Seca sin frotar.
step_cleanser_short = limpiador suave
step_moisturizer = Ponte una crema hidratante sencilla, sin perfume.
step_moisturizer_short = crema hidratante sencilla
step_sun_shade = Nada de sol: sombra y sombrero. El protector solar empieza { $sunscreen }, o antes si tu clínica lo dijo.
step_sun_shade_short = sombra y sombrero
step_sunscreen = Ponte protector solar, FPS 30 o más. Al aire libre, ponte más cada 2 horas.
step_sunscreen_short = protector solar (FPS 30 o más)
step_coldsore_meds = Toma tu medicina para los fuegos o el herpes como te la indicaron.
step_coldsore_meds_short = medicina para los fuegos o el herpes
step_no_makeup = el maquillaje, hasta { $until }
step_no_makeup_short = sin maquillaje
step_no_exercise = el ejercicio fuerte, hasta { $until }
step_no_exercise_short = sin ejercicio fuerte
step_no_heat_swim = piscina, sauna y baños calientes, hasta { $until }
step_no_heat_swim_short = sin piscina ni sauna
step_no_actives = retinol, ácidos, vitamina C y exfoliantes, hasta { $until }
step_no_actives_short = sin retinol ni ácidos
step_hands_off = tocar, rascar o arrancar la piel. Deja que se caiga sola.
step_hands_off_short = sin tocarte la piel
step_alcohol_smoking = el alcohol, hasta { $until }, y el tabaco, todo el tiempo que puedas
step_alcohol_smoking_short = sin alcohol ni tabaco
step_healed_check = La mayoría se recupera en unos 2 días. A veces la piel sigue un poco rosada o seca hasta una semana.
step_healed_check_short = la piel ya suele estar mejor
step_makeup_ok = maquillarte, si tu piel está cerrada y no duele. Usa brochas limpias.
step_makeup_ok_short = volver a maquillarte
step_exercise_ok = hacer ejercicio. Si tu piel sigue roja o caliente, espera un día más.
step_exercise_ok_short = volver al ejercicio
step_heat_swim_ok = la piscina, la sauna y los baños calientes, si ves y sientes tu piel normal
step_heat_swim_ok_short = volver a la piscina y la sauna
step_shaving_ok = afeitarte, si tu piel está calmada. Usa una hoja nueva y un gel suave.
step_shaving_ok_short = volver a afeitarte
step_actives_ok = el retinol, los ácidos y la vitamina C, si ya no se te pela la piel. Un producto cada vez, con 2 o 3 días entre uno y otro.
step_actives_ok_short = volver al retinol y los ácidos
step_waxing_other_ok = la cera, los peelings y otros tratamientos, si tu clínica está de acuerdo
step_waxing_other_ok_short = volver a la cera y otros tratamientos
step_next_session = La mayoría de los planes tiene de 3 a 5 sesiones, con unas 4 a 6 semanas entre ellas. Las fechas las pone tu clínica. Pregúntale por la próxima.
step_next_session_short = próxima sesión
step_course_end = Este plan termina aquí. La piel puede seguir cambiando durante meses: mira el resultado de 3 a 6 meses después de tu última sesión. Sigue con el protector solar. Gracias por dejarme acompañarte.
step_course_end_short = fin del plan
step_result_photo = Si quieres, hazte hoy una foto de la piel, con la misma luz que antes. Así ves lo que ha cambiado.
step_result_photo_short = foto con la misma luz

## Preguntas de seguimiento

step_checkin_24h = ¿Cómo está tu piel hoy?
step_checkin_24h_short = ¿cómo está tu piel?
step_checkin_48h = ¿Cómo está tu piel hoy?
step_checkin_48h_short = ¿cómo está tu piel?
step_checkin_72h = ¿Cómo está tu piel hoy?
step_checkin_72h_short = ¿cómo está tu piel?
step_checkin_5d = ¿Cómo está tu piel hoy?
step_checkin_5d_short = ¿cómo está tu piel?
step_checkin_7d = ¿Cómo está tu piel hoy? Avisa a tu clínica si sigue roja o hinchada, o si notas bultitos.
step_checkin_7d_short = ¿cómo está tu piel?
step_checkin_14d = ¿Cómo está tu piel hoy? Avisa a tu clínica si ves manchas oscuras o claras, bultitos o líneas.
step_checkin_14d_short = ¿cómo está tu piel?
step_checkin_28d = ¿Cómo está tu piel hoy? Avisa a tu clínica si ves manchas oscuras o claras, bultitos o líneas.
step_checkin_28d_short = ¿cómo está tu piel?
check_in_better = Mejor
check_in_same = Igual
check_in_worse = Peor
check_in_reply_better = Me alegro. Sigue con tus cuidados. Si vuelve a empeorar, llama a tu clínica el mismo día.
check_in_reply_same = Gracias. Casi toda la piel se calma en una semana. Llama a tu clínica si el día 4 no está claramente mejor, o el mismo día si empeora.
# desde el día 4
check_in_reply_same_later = Gracias. Si tu piel sigue roja, hinchada o adolorida, llama a tu clínica dentro de un día. Si empeora, llama el mismo día.
check_in_unread_team = Tu clínica aún no lo sabe. Solo lee tu respuesta en su resumen de la mañana siguiente. Para avisarle ya, llama o toca «Avisar a la clínica».
check_in_unread = Nadie en tu clínica ha recibido este aviso. Para avisarle, llama, por favor.
check_in_told = ¿Cómo está tu piel hoy? «{ $answer }»
# Lo que se escribe en vez de tocar un botón: listas de palabras, con comas. `typed_check_in_beside` acompaña una respuesta y no lo es.
typed_check_in_better =
    mejor, mejorando, va mejorando, ha mejorado, mejoró, menos roja, menos rojo, bien, muy bien, re bien, genial, todo bien, va bien,
    excelente, perfecta, perfecto, súper bien, buenísimo
typed_check_in_same =
    igual, lo mismo, igual que ayer, lo mismo que ayer, igual que antes, lo mismo que antes, sin cambios, sin cambio, no cambió, no ha cambiado,
    no mejora, no mejoró, no está mejor, no está peor, no ha mejorado, no peor, sigue igual, igualita, igualito, ni mejor ni peor
typed_check_in_worse = peor, empeoró, ha empeorado, empeorando, va empeorando, está empeorando, peor que ayer, peor que antes, re peor
typed_check_in_worried = mal, muy mal, re mal, no muy bien, no bien, no está bien, nada bien, horrible, fatal, estoy preocupada, estoy preocupado, preocupada, preocupado
typed_check_in_beside =
    mucho, muchísimo, bastante, un poco, un poquito, poco, algo, muy, más o menos, casi, sigue, está, la veo, lo veo, me veo, me siento, la siento,
    mi piel, mi piel está, la piel, la piel está, mi cara, mi cara está, la cara, hoy, ahora, ya, cada vez, que ayer, que antes, gracias,
    muchas gracias, hola, por ahora, creo que, creo, va, vamos, estoy, todavía, aún, por suerte, gracias a dios, cada día, día a día, la verdad, y, pues, bueno, ok
check_in_reply_worse =
    Gracias por decírmelo. Con estas señales hay que llamar, sea quien sea.

    <b>Llama hoy a { $clinic } por:</b>
    • dolor, rojez o hinchazón que crece o que vuelve
    • pus, mal olor o calor que se extiende
    • fiebre o escalofríos
    • ampollas, ronchas o un hormigueo como de herpes
    • cualquier otra cosa que te preocupe
    Si está cerrada, ve a urgencias.

    <b>Llama ya al { $emergency_number } por:</b>
    • dificultad para respirar, o boca o lengua hinchada
    • vista borrosa o mucho dolor de ojo
    • una zona dolorida o dormida que se puso blanca, gris o negra
    • sangre que no baja tras apretar 10 minutos
    • fiebre con confusión o respiración rápida

## Preguntas de seguimiento: ¿qué es?

check_in_worried = Algo me preocupa
check_in_reply_worried = ¿Qué es? Tócalo o escríbelo con tus palabras. Si empeora o tienes dudas, llama a { $clinic }.
check_in_what = ¿Qué está peor? Tócalo o escríbelo con tus palabras.
check_ins_end = Mis últimas tres preguntas sobre tu piel quedaron sin respuesta. Está bien, dejo de preguntar. Puedes escribirme cuando quieras. Si prefieres que siga, toca «Pregúntame de nuevo».
button_ask_again = Pregúntame de nuevo
check_ins_again = De acuerdo. Volveré a preguntar por tu piel.

## El plan

plan_line = { $clock }: { $what }
plan_repeated =
    <b>Desde { $first } hasta { $last }</b>
    { $count } veces: { $what }
button_plan_before = ‹ Antes
button_plan_after = Después ›
glance_now = Ya puedes: { $what }
glance_from = Desde { $when } puedes: { $what }
glance_sun = Protección solar: hasta { $day } como mínimo
glance_check_ins = Te pregunto cómo está tu piel: { $first }, y luego hasta { $last }
glance_end = El plan termina: { $day }

## El camino y el calendario
# Lo que dice la imagen de /progress también se dibuja, así que estos textos no llevan marcas.

progress_before = Antes de tu tratamiento
progress_day =
    { $day ->
        [0] Día del tratamiento
        [one] 1 día después de tu tratamiento
       *[other] { $day } días después de tu tratamiento
    }
progress_earlier = El tratamiento anterior: { $when }
progress_treatment = Tratamiento
progress_here = Estás aquí
progress_since = desde { $when }
progress_from = desde { $when }
progress_sun = Protección del sol
progress_until = al menos hasta { $day }
progress_end = Fin del plan
progress_following = Próximo tratamiento
progress_note = «Volver» cuenta solo si tu piel está cerrada y calmada. Las indicaciones de tu clínica van primero.
progress_care = Cuidados
progress_check_ins = Cómo estaba tu piel
progress_not_asked = Todavía sin preguntar
progress_done = Hechos: { $done } de { $asked }
progress_skipped = Omitidos: { $count }
progress_untapped = Sin marcar: { $count }
progress_unanswered = Preguntado, sin respuesta
progress_answer = Día { $day }: { $answer }
calendar_name = Afterglow
calendar_care = Afterglow: cuidado de la piel
calendar_check_in = Afterglow: seguimiento
calendar_mornings = Los cuidados del día están en nuestro chat.
calendar_file =
    Este es tu plan para tu calendario, en hora de { $zone }. Abre el archivo para agregarlo.
    No suena: para eso están mis recordatorios. Si cambian tus fechas, envía /calendar otra vez; el archivo nuevo reemplaza al anterior.

## El grupo de la clínica
# Lo lee el equipo de la clínica, en el idioma de la clínica.

staff_welcome =
    <b>Este es ahora el grupo del equipo de { $clinic }.</b>
    • Cuando un paciente escribe sobre una señal de alarma, llega aquí. Alguien tiene que tomarla: usa los botones.
    • Para escribir a un paciente, responde a mi mensaje sobre esa persona. Solo salen esas respuestas.
    • /invite crea un enlace para un paciente nuevo. /patient muestra el historial de cuidados de uno. /unanswered muestra lo que más les preguntaron. /help repite esto.
    • Solo veo los comandos y las respuestas a mis mensajes. Con eso basta: deja la privacidad del grupo como está.
staff_help =
    • Cuando un paciente escribe sobre una señal de alarma, llega aquí. Alguien tiene que tomarla: usa los botones.
    • Para escribir a un paciente, responde a mi mensaje sobre esa persona. Solo salen esas respuestas.
    • /invite crea un enlace para un paciente nuevo.
    • /patient muestra el historial de cuidados de uno. Responde con él a un mensaje sobre esa persona, o elige. Puede ver quién lo miró.
    • Tras una señal de alarma o un «peor», los mensajes sobre el próximo tratamiento esperan 7 días. Un botón bajo el historial los reanuda antes.
    • /unanswered muestra lo que los pacientes les enviaron, lo más frecuente primero, y las respuestas que no sirvieron.
    • No vigilo a nadie: encuentro palabras con reglas fijas y ejemplos aprendidos, y se me puede pasar algo. Nadie ha valorado lo que envío.
staff_connected_already = Este ya es el grupo del equipo. /help dice qué hago aquí.
staff_code_wrong = Este código no sirve, o ya no sirve. `afterglow connect` en el servidor da uno nuevo.
staff_other_group = El ajuste STAFF_CHAT_ID nombra otro grupo, así que salgo de este. Cámbialo o déjalo vacío y vuelve a iniciarme.
staff_send_code = Para que este sea el grupo del equipo, envía /connect y el código que dio `afterglow connect`.
staff_edit_not_passed_on = No paso los cambios de un mensaje. Responde otra vez con las palabras nuevas.
staff_reply_to_nobody = Ese mensaje no pertenece a nada que esté abierto, así que no envié nada.
staff_reply_no_patient = Ya no se puede escribir a esta persona aquí, así que no envié nada. Por favor, llama.
staff_reply_kind = Puedo pasar texto, fotos, videos, mensajes de voz y archivos. Esto no lo envié.
staff_nameless = el equipo
team_overdue = Algo está atascado: un mensaje de un paciente o para un paciente espera desde hace más de { $minutes } minutos. Por favor, avisen a quien me mantiene en marcha. Les digo cuando termine.
team_not_overdue = Lo que estaba atascado ya avanza: ningún mensaje espera mucho.
staff_erased = Un paciente borró sus datos, así que su conversación terminó. Lo que está arriba en este grupo se queda.
staff_erased_alert = El paciente de la alerta { $number } borró sus datos, así que terminó. Lo que está arriba en este grupo se queda.
patient_number = Paciente { $number }
person_no_plan_minor = menor de 18: sin plan
person_no_plan_procedure = otro tratamiento: sin plan
person_no_date = sin fecha de tratamiento

## Alertas
# Lo que lee el equipo.

alert_heading_emergency = <b>Alerta { $number }: palabras de emergencia</b>
alert_heading_urgent = <b>Alerta { $number }: para hoy</b>
alert_heading_clinic = <b>Alerta { $number }: en un día</b>
alert_topic = Palabras sobre: { $topic }
alert_day =
    { $day ->
        [0] día del tratamiento
       *[other] día { $day }
    }
alert_before = antes del tratamiento
alert_phone = Teléfono: { $phone }
alert_no_words = No paso las palabras: este paciente no lo ha aceptado.
alert_open = Abierta desde { $when }. Nadie la ha tomado todavía.
alert_open_again = Otra señal: abierta de nuevo desde { $when }. Nadie la ha tomado todavía.
alert_alone = Le dije al paciente que no espere una respuesta.
alert_taken = La tomó { $name }: { $when }
alert_contacted = Contactó { $name }: { $when }
alert_closed = La cerró { $name }: { $when }
alert_blocked = Ya no paso nada de este paciente.
alert_hint = Un programa encontró estas palabras; nadie las ha valorado. El paciente ya tiene el consejo. Para escribirle, responde a este mensaje.
alert_words_of = Escrito { $when }: { $words }
alert_again = <b>La alerta { $number } ({ $urgency }) sigue abierta, desde { $when }. Nadie la ha tomado.</b>
alert_joined = Alerta { $number }: { $name } escribió otra vez sobre una señal de alarma. Está añadido arriba.
button_alert_take = La tomo yo
button_alert_contacted = Ya contacté
button_alert_close = Cerrar
button_alert_block = Bloquear
button_alert_block_really = Sí, bloquear a este paciente
button_alert_unblock = Desbloquear
button_back_to_alert = Volver
alert_note_taken = Es tuya. El paciente lo ve.
alert_note_contacted = Anotado. El paciente lo ve.
alert_note_closed = Cerrada. El paciente lo ve.
alert_note_already = Alguien ya lo hizo.
alert_note_gone = Este paciente borró sus datos.
alert_note_blocked = Bloqueado: ya no llega nada de este paciente. Sigue recibiendo todos los consejos.
alert_note_unblocked = Desbloqueado.

# Lo que lee el paciente.

button_tell_clinic = Avisar a la clínica
call_clinic = Llama a { $clinic }: { $phone }
clinic_closed_until = { $clinic } está cerrada. Abre: { $when }.
clinic_closed_now = { $clinic } está cerrada ahora.
alert_status_sending = Aviso al equipo de { $clinic }, pero aún no les llega. Lo intento otra vez.
alert_status_failed = No pude avisar al equipo de { $clinic }.
alert_status_not_seen = Enviado al equipo de { $clinic }: { $when }. Todavía no lo han visto.
alert_status_sent = Enviado al equipo de { $clinic }: { $when }.
alert_status_seen = Visto por { $name }: { $when }.
alert_status_seen_before = { $name } tiene lo que escribiste antes desde { $when }.
alert_status_contacted = { $name } anotó que se puso en contacto contigo: { $when }.
alert_status_closed = Cerrado por { $name }: { $when }.
alert_status_closed_urgent = No esperes hasta entonces. Ve a urgencias.
alert_status_closed_clinic = Si empeora antes, ve a urgencias.
alert_status_first = Lo que te escribí arriba va primero. No esperes una respuesta aquí.
alert_too_many = Hoy ya avisé al equipo varias veces, así que esta vez no lo envío.

## Hablar con la clínica
# Lo que lee el equipo.

thread_question = <b>Una pregunta para el equipo</b>
thread_hint = Para contestar, responde a este mensaje.
thread_delivered = ✓ { $name } tiene tu mensaje.
thread_not_delivered = Tu mensaje no le llegó a { $name }. Por favor, llama.
thread_ended_by_patient_team = { $name } terminó la conversación.
thread_ended_by_team_team = { $by } terminó la conversación con { $name }. Ya lo sabe.
thread_ended_idle_team = La conversación con { $name } terminó sola: nadie escribió en un día. Ya lo sabe.
thread_ended_unanswered_team = Nadie contestó a { $name } en un día, así que la conversación terminó. Le pedí que llame.
thread_note_ended = Terminada. Los dos lados lo saben.
thread_note_over = Esta conversación ya terminó.

# Lo que lee el paciente.

button_end_thread = Terminar la conversación
button_not_now = Ahora no
thread_ask =
    Escribe lo que debe leer el equipo de { $clinic }, en un solo mensaje. También puedes enviar una foto o un mensaje de voz.
    Verán también tu nombre y tu día de recuperación. Guardo tu pregunta sin nombres ni números largos (/privacy). En una emergencia no escribas: llama al { $emergency_number }.
thread_not_asked = Está bien. No he enviado nada.
thread_go_on = Tu conversación con { $clinic } está abierta. Escribe: le llega al equipo.
thread_sent = Tu mensaje llegó al equipo de { $clinic }: { $when }. La respuesta llega aquí. Hasta que termines la conversación, el equipo recibe todo lo que escribas.
thread_sent_beside = Tu mensaje llegó al equipo de { $clinic }: { $when }. La respuesta llega aquí.
thread_question_waits = Lo que escribes le llega al equipo de { $clinic } hasta que uno de los dos termine la conversación. Mi pregunta puede esperar. La puedes contestar con un botón, o cuando termine la conversación.
thread_received = Tu mensaje ya lo tiene el equipo de { $clinic }: { $when }.
thread_edit = No paso los cambios de un mensaje. Envía al equipo las palabras nuevas en otro mensaje.
# Lo que se escribe en lugar de tocar el botón que termina la conversación: frases con comas.
typed_end_thread =
    cancelar, cancela, cancelalo, parar, para, salir, terminar, termina, fin, cerrar, cierra, basta, terminar conversación,
    terminar esta conversación, cerrar la conversación, terminar el chat, cerrar el chat, salir del chat, olvídalo, déjalo, ahora no
thread_not_yet = Tu mensaje aún no llega al equipo de { $clinic }. Lo intento otra vez.
thread_failed = Tu mensaje no llegó al equipo de { $clinic }.
thread_no_team = Ahora no puedo escribir al equipo, así que no he enviado nada.
thread_team_says = <b>{ $name }, { $clinic }:</b>
thread_clinic_says = <b>{ $clinic }:</b>
thread_answer_here = Escribe aquí para contestar. El equipo recibe todo lo que escribas hasta que uno de los dos termine la conversación.
thread_ended_unanswered = El equipo de { $clinic } no ha contestado en un día, así que esta conversación terminó.
thread_answers_again = Desde ahora respondo yo otra vez, no el equipo.
thread_ended_by_patient = Terminaste la conversación. Desde ahora respondo yo otra vez, no el equipo.
thread_ended_by_team = El equipo de { $clinic } terminó la conversación. Desde ahora respondo yo otra vez, no el equipo.
thread_ended_idle = Nadie escribió en un día, así que la conversación con { $clinic } terminó. Desde ahora respondo yo otra vez, no el equipo.

## Resumen para el equipo
# Lo que el equipo lee cada mañana. La imagen dice una parte, así que lo dibujado no lleva marcas.

digest_heading = <b>Tus pacientes: { $day }</b>
digest_nothing = Todo en orden: nadie está en recuperación y no hay nada abierto.
digest_well = Todo en orden, que yo vea: no hay alertas ni preguntas abiertas y no faltó ningún paso importante.
digest_more = y { $count } más
digest_more_days =
    { $count ->
        [one] y 1 día más
       *[other] y { $count } días más
    }
digest_alerts = <b>Alertas abiertas: { $count }</b>
digest_alert = alerta { $number }, { $urgency }, abierta desde: { $when }
digest_urgency_emergency = palabras de emergencia
digest_urgency_urgent = para hoy
digest_urgency_clinic = en un día
digest_urgency_none = sin señal de alarma
digest_taken = la tomó { $name }
digest_taps = <b>Lo que tocaron en el seguimiento (desde: { $when }): { $count }</b>
digest_threads = <b>Conversaciones abiertas: { $count }</b>
digest_thread_waits = espera al equipo desde: { $when }
digest_thread_answered = lo último lo escribió el equipo: { $when }
digest_unanswered =
    { $count ->
        [one] <b>Sin respuesta del equipo: 1 pregunta</b>
       *[other] <b>Sin respuesta del equipo: { $count } preguntas</b>
    }
digest_missed = <b>Pasos importantes que no salieron (desde: { $when }): { $count }</b>
digest_unreachable = <b>No se les puede escribir aquí: { $count }</b>
digest_unreachable_since = desde: { $when }
digest_unreachable_missed = Faltó:
digest_recovering = <b>En recuperación: { $count }</b>
digest_group_day =
    { $day ->
        [0] Día 0
       *[other] Día { $day }
    }
digest_group_days = Días { $first } a { $last }
digest_group_last = Día { $first } y después
digest_coming = Tratamientos por venir: { $count }
digest_since = <b>Desde: { $when }</b>
digest_reminders = Recordatorios: { $sent } enviados, { $late } de ellos tarde
digest_expired = Pasos que ya no servían y no se enviaron: { $count }
digest_undelivered = Pasos que no se pudieron entregar: { $count }
digest_check_ins = Preguntas de seguimiento: { $answered } de { $asked } respondidas
digest_care = Pasos de cuidado: { $done } de { $asked } marcados como hechos, { $skipped } omitidos
digest_questions = Preguntas: { $answered } respondidas, { $choices } con temas para elegir, { $unanswered } sin respuesta
digest_signs = Con una señal de alarma para hoy o ahora: { $count }
digest_picture_days = Pacientes por día de recuperación
digest_picture_check_ins = Seguimiento (desde: { $when })
digest_picture_none = No se preguntó nada.
digest_picture_open = Sin responder
digest_picture_care = Pasos de cuidado
digest_picture_care_line = { $done } de { $asked } marcados como hechos

## Opinión

button_helped = Me sirvió
button_not_really = No mucho
feedback_thanks = Gracias, es bueno saberlo.
feedback_sorry = Gracias por decírmelo. Quizá tu clínica sepa más.
feedback_sorry_near = Gracias por decírmelo. Quizá alguno de estos temas se acerque más, o tu clínica sepa más.

## Sin responder
# Lo que lee el equipo.

unanswered_none = Aquí no hay nada todavía: ningún paciente les envió una pregunta y ninguna respuesta está mal valorada.
unanswered_heading = <b>Lo que más les preguntaron</b> (página { $page } de { $pages }), sin nombres ni números largos
unanswered_asked =
    { $count ->
        [one] <b>{ $place }. Preguntado una vez</b>
       *[other] <b>{ $place }. Preguntado { $count } veces</b>
    }
unanswered_rated =
    { $count ->
        [one] <b>{ $place }. La respuesta sobre “{ $topic }” no sirvió 1 vez de { $said }</b>
       *[other] <b>{ $place }. La respuesta sobre “{ $topic }” no sirvió { $count } veces de { $said }</b>
    }
unanswered_near = Tema cercano: { $topic }
unanswered_reply = Última respuesta del equipo:
unanswered_no_reply = El equipo todavía no ha respondido.
unanswered_draft = Guardado como borrador { $number }.
unanswered_note_kept = Guardado como borrador { $number }. `afterglow drafts` en el servidor lo escribe para revisarlo.
unanswered_note_kept_already = Ya está guardado.
button_keep_reply = Guardar respuesta { $place } como borrador
button_page_before = ‹ Antes
button_page_after = Más ›

## Historial de cuidados
# Lo que el equipo lee con /patient y lo que imprime `afterglow record`. También va en papel, así que no lleva marcas.

care_choose = ¿De quién es el historial de cuidados? Queda anotado quién lo mira, y el paciente puede verlo en su copia (/export).
care_choose_none = Todavía no hay ningún paciente con un tratamiento.
care_not_here = Los historiales de cuidados solo se muestran en el grupo del equipo.
care_unknown = No existe ese paciente. Con /patient, sin número, salen los últimos.
care_document = El historial completo, para imprimir.
care_file = historial-de-cuidados
care_title = Historial de cuidados: { $who }, paciente { $number }
care_note = Al { $when }. Las horas son las del paciente, en { $zone }. Lo que escribieron el paciente y el equipo no está aquí.
care_nothing = No hay nada anotado.
care_earlier =
    { $count ->
        [one] 1 línea anterior está en el archivo.
       *[other] { $count } líneas anteriores están en el archivo.
    }
care_part_plan = Plan
care_part_consent = Consentimiento
care_part_alerts = Alertas
care_part_talks = Conversaciones
care_part_asked = Temas sobre los que preguntó
care_part_care = Lo que tocaba y qué pasó con ello
care_part_readings = Quién leyó este historial
care_session = Tratamiento, plan { $course }, registrado: { $when }
care_corrected = Corregido: { $when }, así que ya no cuenta
care_adult = 18 años o más
care_minor = Menor de 18 años
care_wishes = Idioma: { $spoken }. Despierto de { $wake } a { $sleep }
care_blocked = Desde entonces no llega al equipo nada de este chat
care_held = Los mensajes sobre el próximo tratamiento esperan hasta: { $when }, por una señal o un «peor»
button_care_resume = Reanudar avisos del próximo tratamiento
care_resumed = { $name } reactivó los mensajes sobre el próximo tratamiento: { $who }. Se le avisa al paciente, de día.
care_resumed_but_stopped = { $name } reactivó los mensajes sobre el próximo tratamiento: { $who }. Ahora no se le envían recordatorios, así que no se le dijo nada.
care_note_nothing_waits = Ya no hay nada en espera.
care_note_alert_open = La alerta { $number } sigue abierta. Ciérrala primero y toca este botón otra vez.
care_stopped_paused = Desde entonces el paciente tiene los recordatorios en pausa
care_stopped_unreachable = Desde entonces no se puede escribir al paciente en Telegram
care_stopped_withdrawn = Desde entonces no hay consentimiento, así que no se envía nada
care_stopped_no_plan = No hay ningún tratamiento en plan, así que no se envía nada
care_next = Siguiente: { $steps }
care_end = Fin del plan
care_ended = El plan terminó
care_agreed = Aceptó la versión { $version } ({ $spoken })
care_agreement_ended = Retirada o sustituida: { $when }
care_alert = Alerta { $number }, { $urgency }
care_signs = { $count } mensajes con una señal
care_alert_sent = enviada al equipo: { $when }
care_alert_failed = no se pudo enviar: { $when }
care_alert_escalated = nadie la había tomado: { $when }; se avisó al segundo contacto, si lo hay
care_open = sigue abierta
care_talk = Conversación con el equipo
care_talk_answered = primera respuesta: { $when }
care_talk_unanswered = sin respuesta
care_talk_ended = terminó: { $when }
care_answered = respondido
care_choices = se le dieron temas para elegir
care_not_answered = sin un tema que responda
care_sent = enviado a tiempo
care_sent_at = enviado: { $when }
care_expired_at = no enviado, cerrado: { $when }
care_undeliverable_at = no entregado, cerrado: { $when }
care_why_tried = tarde: falló el primer intento
care_why_talk = tarde: había una conversación abierta con el equipo
care_why_unknown = tarde: no hay un motivo anotado
care_why_replaced = lo sustituyó uno posterior del mismo paso
care_why_before = su hora había pasado al registrar el tratamiento
care_why_over = para entonces ya no servía
care_why_gone = el chat estaba bloqueado o ya no existe
care_why_refused = Telegram no lo aceptó
care_why_unanswered = Telegram no lo confirmó, así que quizá llegó
care_tapped = tocó «{ $answer }»: { $when }
care_unsent = en plan, no enviado, porque los recordatorios estaban parados
care_again = enviado otra vez, como pidió el paciente
care_command_line = En la línea de comandos del servidor
care_reader = { $name }, número de Telegram { $id }
care_written_otherwise = * Este nombre lleva otras letras en Telegram. Aquí se escribe como se puede.

## Invitaciones
# Lo que lee el equipo.

invite_day = Una invitación para un paciente nuevo. ¿Qué día fue el tratamiento, o qué día será?
invite_time = { $day }. ¿A qué hora terminó, o a qué hora va a terminar?
invite_chosen = El tratamiento: { $when }
invite_earlier = ‹ Antes
invite_later = Después ›
invite_ready =
    <b>Invitación: { $when }</b>
    { $link }
    Para un paciente, una sola vez, hasta el { $until }. Envía el enlace o deja que escanee el código.
invite_label = Etiqueta: { $label }
invite_label_hint = Detrás del comando puede ir una etiqueta, como un número de ficha: /invite 4711. Sin nombres, por favor.
invite_out_of_reach = Puedo tomar una hora desde hace 8 semanas hasta dentro de 90 días.

# Lo que lee el paciente.

invite_consent = Tu clínica me envió la fecha de tu tratamiento. Al aceptar, dices también que tienes 18 años o más.
invite_confirm =
    Tu tratamiento: <b>{ $when }</b> (hora de { $zone }).
    ¿Es correcto?
invite_yes = Sí, es correcto
invite_other_date = Otra fecha
invite_other_zone = Estoy en otra zona horaria
invite_not_valid = Este enlace ya se usó o ya venció. Tu clínica puede darte uno nuevo.
invite_go_on = También puedes seguir sin él.
invite_needed = Para activar recordatorios necesitas un enlace de { $clinic }.

## Folleto
# Una página impresa para pacientes. Lo dibujado no lleva marcas.

leaflet_title = Tus cuidados, en tu teléfono
leaflet_what = Después de las microagujas tu piel necesita cuidados. Nuestro acompañante gratuito en Telegram te recuerda cada paso cuando sirve, y responde preguntas comunes sobre efectos secundarios, de día y de noche.
leaflet_scan = Escanea este código con la cámara de tu teléfono.
leaflet_start = Toca «Iniciar» en Telegram.
leaflet_answer = Contesta unas preguntas cortas. Eso es todo.
leaflet_confirm = Revisa la fecha de tu tratamiento. Eso es todo.
leaflet_or = O busca { $bot } en Telegram. Es gratis en la tienda de tu teléfono.
leaflet_yours = Este código es solo para ti. Sirve una vez, en los próximos { $days } días.
leaflet_emergency = En una emergencia llama al { $emergency_number }
leaflet_not = El acompañante es automático. No es médico ni enfermera, y quizá nadie lea. No puede examinarte. Lo que te dijo tu clínica va primero.
leaflet_call = ¿Te preocupa algo o quieres preguntarnos? Llama al
leaflet_private = Primero das tu permiso, y puedes borrar tus datos en el chat cuando quieras.

## Palabras que nunca se dicen a un paciente: una lista, con comas

words_never_said = estás bien, no tienes nada, purga, garantizado, garantizada, inofensivo, inofensiva, nunca pasa, tu resultado, tu puntuación, piel oscura, piel clara
