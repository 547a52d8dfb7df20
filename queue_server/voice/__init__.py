"""How a sentence becomes sound: recorded clips first, espeak-ng for the rest, a chime in front."""
