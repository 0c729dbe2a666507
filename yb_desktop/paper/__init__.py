"""What offices print: frozen values in, PDF bytes out. The only place with reportlab."""
