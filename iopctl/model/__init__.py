"""What a chart is: frozen values, no files, no clock, no terminal."""
