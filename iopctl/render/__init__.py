"""Values to sheets: what a command shows, before anybody decides how. Nothing is printed here."""
