"""Single values: from what a person wrote to a date, an amount, a number, or words that say how to mend it."""
