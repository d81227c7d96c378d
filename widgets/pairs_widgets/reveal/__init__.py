"""The reveal: both partners' answers and guesses to one item, as a picture and in words."""
