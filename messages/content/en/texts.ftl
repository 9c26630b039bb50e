## Answers

answer_refusal =
    That is not something I can answer.
    I can help with care after micro-needling, side effects and how the treatment works.
    For anything else, please ask your clinic.
