"""What people say about travel. Forms ask for exactly what a verb needs and never save."""
