"""What a program can say about itself: counts with their denominators, intervals, and who was left out and why."""
