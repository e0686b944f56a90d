"""The screens' data as linear text: for screen readers, Braille displays and pipes. No Textual."""
