"""Days and names, compared in one way everywhere, and failures of the program itself. Leaves."""
