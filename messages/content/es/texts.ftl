## Respuestas

answer_refusal =
    Eso no lo puedo responder.
    Puedo ayudar con los cuidados después de las microagujas, los efectos secundarios y cómo es el tratamiento.
    Para lo demás, pregunta a tu clínica.
